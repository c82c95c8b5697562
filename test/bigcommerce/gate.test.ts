import { describe, expect, it } from 'vitest';
import { createGate } from '../../src/bigcommerce/gate.ts';

/** Work that ends when it is told to, and a record of what began and ended. */
function workshop() {
  const log: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const work = (name: string) => async () => {
    log.push(`+${name}`);
    const gate = Promise.withResolvers<void>();
    ends.set(name, gate);
    await gate.promise;
    log.push(`-${name}`);
    return name;
  };
  const turns = () => new Promise((resolve) => setImmediate(resolve));
  return {
    log,
    work,
    turns,
    end: (name: string) => ends.get(name)?.resolve(),
    fail: (name: string) => ends.get(name)?.reject(new Error(name)),
  };
}

describe('bigcommerce/gate', () => {
  it('lets shared work run side by side', async () => {
    const { log, work, turns } = workshop();
    const gate = createGate();

    gate.shared(work('a'));
    gate.shared(work('b'));
    await turns();

    expect(log).toEqual(['+a', '+b']);
  });

  it('runs exclusive work alone, and in the order it came', async () => {
    const { log, work, turns, end } = workshop();
    const gate = createGate();
    gate.shared(work('a'));
    gate.exclusive(work('X'));
    gate.shared(work('b'));
    gate.exclusive(work('Y'));
    gate.exclusive(work('Z'));

    for (const name of ['a', 'X', 'b', 'Y', 'Z']) {
      await turns();
      end(name);
    }
    await turns();

    expect(log).toEqual(['+a', '-a', '+X', '-X', '+b', '-b', '+Y', '-Y', '+Z', '-Z']);
  });

  it('waits for all shared work before it', async () => {
    const { log, work, turns, end } = workshop();
    const gate = createGate();
    gate.shared(work('a'));
    gate.shared(work('b'));
    gate.exclusive(work('X'));
    await turns();

    end('a');
    await turns();
    expect(log).not.toContain('+X');

    end('b');
    await turns();
    expect(log).toContain('+X');
  });

  it('goes on after work that failed, and passes results and failures on', async () => {
    const { work, turns, end, fail } = workshop();
    const gate = createGate();
    const first = gate.exclusive(work('X'));
    const second = gate.shared(work('a'));
    await turns();

    fail('X');
    await expect(first).rejects.toThrow('X');
    await turns();
    end('a');

    await expect(second).resolves.toBe('a');
  });

  it('does not begin work that was called off while it waited', async () => {
    const { log, work, turns, end } = workshop();
    const stop = new AbortController();
    const gate = createGate();
    gate.exclusive(work('X'));
    const waiting = gate.shared(work('a'), stop.signal);
    await turns();

    stop.abort(new Error('stopped'));
    end('X');

    await expect(waiting).rejects.toThrow('stopped');
    expect(log).toEqual(['+X', '-X']);
  });
});
