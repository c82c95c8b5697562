import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bisect } from '../../src/bigcommerce/bisect.ts';
import { ServiceError } from '../../src/http/errors/service-error.ts';

function refusal(status: number, title = `refused with ${status}`): ServiceError {
  return new ServiceError('INVALID_REQUEST', title, {
    service: 'bigcommerce',
    endpoint: 'PUT /x',
    outcome: 'refused',
    status,
    body: { status, title, errors: {} },
  });
}

/** Refuses every batch with a bad row in it, and remembers what it was asked and what it saved. */
function writer(bad: ReadonlySet<number>, status = 422) {
  const calls: number[][] = [];
  const saved = new Set<number>();
  return {
    calls,
    saved,
    async write(rows: readonly number[]) {
      calls.push([...rows]);
      const found = rows.filter((row) => bad.has(row));
      if (found.length > 0) throw refusal(status, rows.length === 1 ? `bad ${rows[0]}` : 'one is bad');
      for (const row of rows) saved.add(row);
      return rows.map((row) => ({ ok: row }));
    },
  };
}

const TEN = Array.from({ length: 10 }, (_, n) => n);

describe('bigcommerce/bisect', () => {
  it('costs one call when all rows are good, and none for no rows', async () => {
    const all = writer(new Set());

    expect(await bisect(TEN, all)).toEqual(TEN.map((ok) => ({ ok })));
    expect(all.calls).toEqual([TEN]);
    expect(await bisect([], all)).toEqual([]);
    expect(all.calls.length).toBe(1);
  });

  it.each(TEN)('finds the bad row %i of ten with at most 7 more calls and writes the others', async (bad) => {
    const batch = writer(new Set([bad]));

    const results = await bisect(TEN, batch);

    expect(results.map((result) => ('ok' in result ? result.ok : result.error.message))).toEqual(
      TEN.map((row) => (row === bad ? `bad ${row}` : row)),
    );
    expect(batch.calls.length - 1).toBeLessThanOrEqual(7);
  });

  it('writes every good row and blames every bad one, whichever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.array(fc.nat(40)), async (size, badRows) => {
        const rows = Array.from({ length: size }, (_, n) => n);
        const bad = new Set(badRows);
        const batch = writer(bad);

        const results = await bisect(rows, batch);

        expect(results.map((result) => 'ok' in result)).toEqual(rows.map((row) => !bad.has(row)));
        expect([...batch.saved].sort((a, b) => a - b)).toEqual(rows.filter((row) => !bad.has(row)));
        expect(batch.calls.length).toBeLessThanOrEqual(Math.max(1, 2 * size - 1));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it.each([207, 400, 404, 409, 413, 422])('takes a %i to be about the rows', async (status) => {
    const results = await bisect([1, 2], writer(new Set([2]), status));

    expect(results[0]).toEqual({ ok: 1 });
    expect(results[1]).toMatchObject({ error: { status } });
  });

  it.each([401, 429, 500, 503])('does not bisect a %i', async (status) => {
    const batch = writer(new Set([2]), status);

    await expect(bisect(TEN, batch)).rejects.toMatchObject({ status });
    expect(batch.calls.length).toBe(1);
  });

  it('passes a failure on that comes in the middle of it', async () => {
    const broken = new Error('bug');
    const write = async (rows: readonly number[]) => {
      if (rows.length < 5) throw broken;
      throw refusal(422);
    };

    await expect(bisect(TEN, { write })).rejects.toBe(broken);
  });

  it('halves a batch that is too large without blaming a row', async () => {
    const calls: number[] = [];
    const write = async (rows: readonly number[]) => {
      calls.push(rows.length);
      if (rows.length > 3) throw refusal(413);
      return rows.map((row) => ({ ok: row }));
    };

    const results = await bisect(TEN, { write });

    expect(results).toEqual(TEN.map((ok) => ({ ok })));
    expect(calls).toEqual([10, 5, 2, 3, 5, 2, 3]);
  });

  it('tries rows apart that the service names, and spares the halving', async () => {
    const rows = Array.from({ length: 2000 }, (_, n) => `SKU-${n}`);
    const bad = new Set(rows.filter((_, n) => n % 20 === 3));
    let calls = 0;
    const write = async (some: readonly string[]) => {
      calls++;
      const found = some.filter((sku) => bad.has(sku));
      if (found.length > 0) throw refusal(422, `Items not tracked: [${found.join(', ')}]`);
      return some.map((ok) => ({ ok }));
    };

    const results = await bisect(rows, {
      write,
      isNamed: (sku, words) => words.split(/[[\], ]+/).includes(sku),
    });

    expect(results.filter((result) => 'error' in result).length).toBe(100);
    expect(calls).toBe(3);
  });

  it('does not blame a row for being named beside the bad one', async () => {
    const write = async (some: readonly number[]) => {
      if (some.includes(2)) throw refusal(422, some.length > 1 ? 'items 2 and 3 of location 4' : 'item 2');
      return some.map((ok) => ({ ok }));
    };

    const results = await bisect([1, 2, 3, 4, 5], {
      write,
      isNamed: (row, words) => words.includes(String(row)),
    });

    expect(results.map((result) => 'ok' in result)).toEqual([true, false, true, true, true]);
  });

  it('does not blame all rows of a batch for being listed once', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => n);
    const write = async (some: readonly number[]) => {
      if (some.includes(7)) throw refusal(422, `one of [${some.join(',')}]`);
      return some.map((ok) => ({ ok }));
    };

    const results = await bisect(rows, { write, isNamed: () => true });

    expect(results.flatMap((result, n) => ('error' in result ? [n] : []))).toEqual([7]);
  });

  it.each([429, 500])(
    'says of each row what became of it where a call fails (%i) in the midst',
    async (status) => {
      const sent: number[] = [];
      const results = await bisect(TEN, {
        async write(rows) {
          if (rows.length > 2) throw refusal(422);
          if (rows.includes(5)) throw refusal(status);
          sent.push(...rows);
          return rows.map((row) => ({ ok: row }));
        },
      });

      const fates = results.map((result) => ('ok' in result ? 'ok' : result.error.message));
      expect(TEN.filter((row) => fates[row] === 'ok')).toEqual(sent);
      expect(sent).not.toEqual([]);
      expect(fates.filter((fate) => fate === `refused with ${status}`).length).toBeLessThanOrEqual(2);
      expect(fates.some((fate) => fate.startsWith('It was not sent'))).toBe(true);
    },
  );

  it('takes a 403 about one row for that row’s, and one about scopes for the call’s', async () => {
    const write = (title: string) => async (rows: readonly number[]) => {
      if (rows.includes(3)) throw refusal(403, title);
      return rows.map((row) => ({ ok: row }));
    };

    const results = await bisect(TEN, { write: write('You can not change this') });

    expect(results.map((result) => 'ok' in result)).toEqual(TEN.map((row) => row !== 3));
    await expect(bisect(TEN, { write: write('a required scope is missing') })).rejects.toMatchObject({
      status: 403,
    });
  });
});
