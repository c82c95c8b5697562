import { z } from 'zod';
import { excerpt } from './excerpt.ts';

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
export function bodyText(body: unknown): string | undefined {
  const v3 = V3.safeParse(body);
  if (v3.success) {
    const fields = Object.entries(v3.data.errors ?? {}).map(
      ([name, problem]) => `${name}: ${words(problem)}`,
    );
    return excerpt([v3.data.title, ...fields].join('; '));
  }
  const v2 = V2.safeParse(body);
  if (v2.success) return excerpt(v2.data.join('; '));
  const common = COMMON.safeParse(body);
  return common.success && common.data !== '' ? excerpt(common.data) : undefined;
}

function words(problem: unknown): string {
  return typeof problem === 'string' ? problem : (JSON.stringify(problem) ?? '');
}
