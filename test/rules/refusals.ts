import { TtpdError } from '../../src/common/errors.ts';
import { parseRules } from '../../src/rules/load.ts';

export function refusal(run: () => unknown): TtpdError {
  try {
    run();
  } catch (error) {
    if (error instanceof TtpdError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** The lines under the headline. */
export const problems = (text: string) =>
  refusal(() => parseRules(text))
    .message.split('\n')
    .slice(1);

export const rule = (text: string) => `price:\n  rules:\n    - ${text}\n`;
