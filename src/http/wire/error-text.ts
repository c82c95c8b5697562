import { z } from 'zod';
import { printableLine } from '../../common/printable.ts';

const text = z.union([z.string(), z.number()]).transform(String);

/** BigCommerce V3 and inventory: `{title, errors: {field: text}}`. */
const V3 = z.object({ title: text, errors: z.record(z.string(), z.unknown()).optional() });
/** BigCommerce V2: `[{status, message, details?}]`; of the details, the reason says what is wrong with a field. */
const V2 = z
  .array(
    z
      .object({
        message: text,
        details: z.object({ invalid_reason: text.optional() }).optional().catch(undefined),
      })
      .transform(({ message, details }) =>
        details?.invalid_reason === undefined ? message : `${message} ${details.invalid_reason}`,
      ),
  )
  .min(1);
/** FinditParts and most others: `{error: text}`, `{error: {message}}`, `{message}`. */
const COMMON = z.union([
  z.object({ error: z.object({ message: text }) }).transform((body) => body.error.message),
  z.object({ message: text }).transform((body) => body.message),
  z.object({ error: text }).transform((body) => body.error),
  text,
]);

/** What a refusal's body says in words, one line, at most 200 characters; `undefined` when it says nothing. */
export function errorText(body: unknown): string | undefined {
  const v3 = V3.safeParse(body);
  if (v3.success) {
    const fields = Object.entries(v3.data.errors ?? {}).map(
      ([name, problem]) => `${name}: ${words(problem)}`,
    );
    return printableLine([v3.data.title, ...fields].join('; '));
  }
  const v2 = V2.safeParse(body);
  if (v2.success) return printableLine(v2.data.join('; '));
  const common = COMMON.safeParse(body);
  return common.success && common.data !== '' ? printableLine(common.data) : undefined;
}

function words(problem: unknown): string {
  return typeof problem === 'string' ? problem : (JSON.stringify(problem) ?? '');
}

const LONGEST_TEXT = 2000;
const MOST_ITEMS = 100;

/** A foreign value small enough to keep in an error: strings to 2,000 characters, lists to 100 items. */
export function truncated(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(truncated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ITEMS)
      .map(([key, child]) => [key, truncated(child)]),
  );
}
