import type { Context } from 'hono';
import type { z } from 'zod';
import { refuse } from './refuse.ts';

/** An admin body, empty meaning `{}`; the refusal names the first fault. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  const read = schema.safeParse(parse(text === '' ? '{}' : text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refuse(422, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(400, 'The body is not JSON');
  }
}
