import type { Context } from 'hono';
import type { Refusal } from './refusal.ts';

/** The request's JSON, or the refusal that this service gives for anything else. */
export async function jsonBody(c: Context, refusal: () => Refusal): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    throw refusal();
  }
}
