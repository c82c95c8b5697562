import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../helpers/temp-folder.ts';

async function starters(count: number): Promise<ChildProcess[]> {
  const file = path.join(import.meta.dirname, 'open-on-demand.ts');
  const children = Array.from({ length: count }, () => fork(file));
  onTestFinished(() => {
    for (const child of children) child.disconnect();
  });
  await Promise.all(children.map((child) => once(child, 'message')));
  return children;
}

async function openIn(child: ChildProcess, folder: string): Promise<string> {
  const answer = once(child, 'message');
  child.send(folder);
  const [outcome] = (await answer) as [string];
  return outcome;
}

describe('processes that open a new ledger at once', () => {
  it.each([
    [2, 30],
    [8, 10],
  ])('%i of them, %i times: all have it', async (count, rounds) => {
    const children = await starters(count);
    const outcomes: Record<string, number> = {};

    for (let round = 0; round < rounds; round++) {
      const folder = tempFolder();
      for (const outcome of await Promise.all(children.map((child) => openIn(child, folder))))
        outcomes[outcome.replace(folder, '')] = (outcomes[outcome.replace(folder, '')] ?? 0) + 1;
    }

    expect(outcomes).toEqual({ opened: count * rounds });
  });
});
