import { createHash, createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';
import { unit } from '../../catalogue/hash.ts';
import type { HttpEnv } from '../../http-env.ts';
import { STORE_HASH, type World } from '../../world.ts';
import { happeningsOf } from './happenings.ts';
import { type Happening, type HookRow, hooksFor, isLoopback } from './hooks.ts';

/** What the signatures are made with (Standard Webhooks: the key is this text in base64). */
export const CLIENT_SECRET = 'sandbox-client-secret';

const STORE_ID = '1001';
const MOST_TRIES = 12;
const TIMEOUT_MS = 10_000;

/**
 * Tells hooks what was done by any door: at least once, in no order, again after a failure, and now and then twice
 * (docs/facts/bigcommerce-api.md#accounts: an account's own hooks; its own writes are told too).
 */
export function tellHooks(world: World, prefix: string): MiddlewareHandler<HttpEnv> {
  let told = 0;
  return async (c, next) => {
    await next();
    if (!c.res.ok || c.req.method === 'GET') return;
    if (!world.db.get('SELECT id FROM hooks WHERE is_active = 1 LIMIT 1')) return;
    const body = await c.req.json().catch(() => ({}));
    const answer = await c.res
      .clone()
      .json()
      .catch(() => ({}));
    for (const happening of happeningsOf(c.req.method, c.req.path.slice(prefix.length), body, answer)) {
      for (const hook of hooksFor(world.db, happening)) {
        told += 1;
        const isTwice = unit(told, 77) < world.settings.hooks.duplicates;
        const message = messageOf(happening);
        for (let n = 0; n < (isTwice ? 2 : 1); n++) void deliver(world, hook, message);
      }
    }
  };
}

interface Message {
  id: string;
  text: string;
}

function messageOf(happening: Happening): Message {
  const created_at = Math.floor(Date.now() / 1000);
  const content = { created_at, store_id: STORE_ID, producer: `stores/${STORE_HASH}`, ...happening };
  const hash = createHash('sha1').update(JSON.stringify(content)).digest('hex');
  return { id: `msg_${randomUUID()}`, text: JSON.stringify({ ...content, hash }) };
}

/** Until it is taken with a 2xx, ever later, and then the hook is switched off. Ends when the sandbox does. */
async function deliver({ db, settings, closing }: World, hook: HookRow, message: Message): Promise<void> {
  if (!isLoopback(hook.destination)) return;
  for (let tried = 1; tried <= MOST_TRIES; tried++) {
    if (closing.aborted || (await send(hook, message, closing))) return;
    const wait = settings.hooks.retryMs * 2 ** (tried - 1);
    await sleep(wait, undefined, { signal: closing }).catch(() => {});
  }
  if (!closing.aborted) db.run('UPDATE hooks SET is_active = 0 WHERE id = ?', hook.id);
}

async function send({ destination, headers }: HookRow, { id, text }: Message, closing: AbortSignal) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', CLIENT_SECRET).update(`${id}.${timestamp}.${text}`).digest('base64');
  try {
    const answer = await fetch(destination, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        ...JSON.parse(headers),
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      },
      body: text,
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
