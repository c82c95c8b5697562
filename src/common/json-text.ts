import { LOG_COMMANDS } from './log-text.ts';

/**
 * JSON of the same value, in which nothing is seen otherwise than it is and nothing is a command to who shows it: a
 * terminal, or the log of a build server.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent)
    .replaceAll(UNSEEN, (unit) => escaped(unit))
    .replaceAll(LOG_COMMANDS, (command) => command.slice(0, -1) + escaped(command.slice(-1)));
}

// JSON.stringify has written C0 and lone surrogates as numbers already.
const UNSEEN = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

function escaped(text: string): string {
  return text.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
