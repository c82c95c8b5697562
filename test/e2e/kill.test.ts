import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTemplate, type Template } from '../kill/template.ts';
import { type Kill, runTrial, type Undisturbed, undisturbed } from '../kill/trial.ts';

/** `npm run test:kill` does the same at every commit, and at 200 random moments of a sync of 500. */
const TRIALS = 5;

describe('a sync that is killed at a commit to the ledger', () => {
  let template: Template;
  let expected: Undisturbed;

  beforeAll(async () => {
    template = await makeTemplate(16, false);
    expected = await undisturbed(template);
  }, 60_000);
  afterAll(() => template.remove());

  it('comes to the same store after resume, with answers lost as well', { timeout: 90_000 }, async () => {
    expect(expected.commits).toBeGreaterThan(20);
    for (let i = 0; i < TRIALS; i++) {
      const atCommit = Math.ceil((expected.commits * (i + 1)) / (TRIALS + 1));
      const kill: Kill = { atCommit, when: i % 2 === 0 ? 'before' : 'after' };

      const verdict = await runTrial(template, { kill, lostAnswers: i % 2 === 1, seed: 7 + i }, expected);

      expect({ atCommit, ...verdict }).toEqual({ atCommit, killed: true, wrong: [] });
    }
  });
});
