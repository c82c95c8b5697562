import { z } from 'zod';
import { COMPARISON } from './comparison.ts';
import { FILES } from './files.ts';
import { HOUSEKEEPING } from './housekeeping.ts';
import { ORDERS } from './orders.ts';
import { PARTS } from './parts.ts';
import { PLANS } from './plans.ts';
import { RULES } from './rules.ts';
import { count, text } from './values.ts';

/**
 * What `--json` prints, command by command: the promise to scripts. `npm run schemas` writes it into docs/schemas/.
 * Fields are added, never renamed or taken away without a new `schemaVersion`. Money is decimal text. By the command's
 * name; `result` is null where the command failed.
 */
export const RESULTS = {
  ...PARTS,
  ...PLANS,
  ...FILES,
  ...COMPARISON,
  ...RULES,
  ...ORDERS,
  ...HOUSEKEEPING,
} satisfies Record<string, z.ZodType>;

export function documentSchema(command: keyof typeof RESULTS): z.ZodType {
  return z.strictObject({
    schemaVersion: z.literal(1),
    command: z.literal(command),
    profile: text,
    store: text.nullable(),
    run: text.nullable(),
    exitCode: z.union([0, 1, 2, 3, 4, 5, 6, 7, 10, 130].map((code) => z.literal(code))),
    result: RESULTS[command].nullable(),
    problems: z.array(
      z.strictObject({
        code: text,
        message: text,
        severity: z.enum(['error', 'warning', 'info']),
        sku: text.optional(),
        line: count.optional(),
        column: text.optional(),
        value: text.optional(),
        hint: text.optional(),
        next: z.array(text).optional(),
      }),
    ),
  });
}

/** File name → JSON Schema, as in docs/schemas/. */
export function jsonSchemas(): Record<string, string> {
  const commands = Object.keys(RESULTS) as (keyof typeof RESULTS)[];
  return Object.fromEntries(
    commands.map((command) => [
      `${command.replaceAll(' ', '-')}.json`,
      `${JSON.stringify(z.toJSONSchema(documentSchema(command)), null, 2)}\n`,
    ]),
  );
}
