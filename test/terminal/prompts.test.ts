import { expect, it } from 'vitest';
import { createPrompts } from '../../src/terminal/prompts.ts';
import { recordedStreams } from '../helpers/streams.ts';

it.each([
  ['stdin is no terminal', false, {}, false],
  ['it runs in CI', true, { CI: '1' }, false],
  ['--no-input was given', true, {}, true],
])('never asks when %s, and names the flag instead', async (_, terminal, env, noInput) => {
  const prompts = createPrompts(recordedStreams(terminal), env, noInput);

  await expect(prompts.confirm('Write?', '--yes')).rejects.toMatchObject({
    code: 'NON_INTERACTIVE',
    exitCode: 2,
    hint: expect.stringContaining('--yes') as string,
  });
});
