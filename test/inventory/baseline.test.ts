import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBaseline } from '../../src/inventory/baseline.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const TODAY = new Date('2026-11-23T12:00:00Z');

function baseline(text: string, name = 'known.yaml') {
  const file = path.join(tempFolder(), name);
  writeFileSync(file, text);
  return readBaseline(file, TODAY);
}

const ENTRY = (until: string) =>
  `accepted:\n  - { sku: GU-3600AX, class: price, reason: fair price, until: ${until} }\n`;

describe('readBaseline', () => {
  it('accepts a difference of one class of one SKU, whatever its case, to the end of its day', async () => {
    const known = await baseline(ENTRY('2026-11-23'));

    expect(known.reasonFor({ sku: 'gu-3600ax', class: 'price' })).toBe('fair price');
    expect(known.reasonFor({ sku: 'GU-3600AX', class: 'stock' })).toBeNull();
    expect(known.reasonFor({ sku: 'GU-3600', class: 'price' })).toBeNull();
    expect(known.expired).toEqual([]);
  });

  it('counts it again the day after, and says so', async () => {
    const known = await baseline(ENTRY('2026-11-22'));

    expect(known.reasonFor({ sku: 'GU-3600AX', class: 'price' })).toBeNull();
    expect(known.expired).toEqual([
      expect.objectContaining({
        code: 'BASELINE_EXPIRED',
        severity: 'warning',
        sku: 'GU-3600AX',
        message: expect.stringContaining('2026-11-22'),
      }),
    ]);
  });

  it('reads JSON as well', async () => {
    const known = await baseline(
      JSON.stringify({ accepted: [{ sku: 'A-1', class: 'stock', reason: 'r', until: '2027-01-01' }] }),
      'known.json',
    );

    expect(known.reasonFor({ sku: 'A-1', class: 'stock' })).toBe('r');
  });

  it.each([
    ['accepted:\n  - sku: A-1\n    class: price\n    reason: r\n', 'line 2'],
    ['accepted:\n  - sku: A-1\n    class: prize\n    reason: r\n    until: 2027-01-01\n', 'line 3'],
    ['accepted:\n  - sku: A-1\n    class: price\n    reason: r\n    until: soon\n', 'line 5'],
    ['accepted:\n  - sku: A-1\n    class: price\n    reason: ""\n    until: 2027-01-01\n', 'line 4'],
    ['accepted: [', 'line 1'],
    ['', 'line 1'],
  ])('refuses %j and names the line', async (text, line) => {
    await expect(baseline(text)).rejects.toThrow(
      expect.objectContaining({
        code: 'BASELINE_INVALID',
        exitCode: 2,
        message: expect.stringContaining(line),
      }),
    );
  });

  it('names a file that is not there', async () => {
    await expect(readBaseline('/does/not/exist.yaml', TODAY)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      exitCode: 2,
    });
  });

  it('refuses one that is far too large before it reads it', async () => {
    await expect(baseline('#'.repeat(5_000_000))).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  });
});
