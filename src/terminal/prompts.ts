import { ExitCode, TtpdError } from '../common/errors.ts';
import { printable } from '../common/printable.ts';
import type { Streams } from './view.ts';

export interface Prompts {
  /** @throws TtpdError NON_INTERACTIVE (exit 2) naming `flag` when nobody can be asked; DECLINED (exit 3) on Ctrl-C */
  confirm(question: string, flag: string): Promise<boolean>;
  text(question: string, flag: string): Promise<string>;
}

/** The only place that asks. Without a terminal, in CI or with `--no-input` it never does. */
export function createPrompts(streams: Streams, env: NodeJS.ProcessEnv, noInput: boolean): Prompts {
  const possible = !noInput && !env.CI && streams.stdin.isTTY === true && streams.stderr.isTTY === true;
  const context = { input: streams.stdin, output: streams.stderr };

  async function ask<T>(flag: string, question: () => Promise<T>): Promise<T> {
    if (!possible)
      throw new TtpdError('NON_INTERACTIVE', `This needs a yes, and there is no terminal to ask on.`, {
        hint: `Give ${flag} to go on without being asked, or --dry-run to see the plan only.`,
        exitCode: ExitCode.Usage,
      });
    try {
      return await question();
    } catch (error) {
      if (error instanceof Error && error.name === 'ExitPromptError')
        throw new TtpdError('DECLINED', 'Nothing was written.', { exitCode: ExitCode.Declined });
      throw error;
    }
  }

  return {
    confirm: (message, flag) =>
      ask(flag, async () =>
        (await import('@inquirer/prompts')).confirm({ message: printable(message), default: false }, context),
      ),
    text: (message, flag) =>
      ask(flag, async () =>
        (await import('@inquirer/prompts')).input({ message: printable(message) }, context),
      ),
  };
}
