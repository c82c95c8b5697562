import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import type { HttpEnv } from '../http-env.ts';
import type { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { FaultSpec } from './parse.ts';

export interface FaultSite {
  service: 'fp' | 'bc';
  /** The service's own words for a status, at this path. */
  refusal: (spec: FaultSpec, path: string) => Refusal;
  /** The path as filters see it. */
  pathOf: (c: Context) => string;
}

const PAGE =
  '<!doctype html><html><head><title>Just a moment</title></head><body><h1>One moment</h1></body></html>';

/** Makes a request meet its faults: before the effect, or after it (`reliability`: the fault matrix). */
export function injectFaults(
  world: World,
  { service, refusal, pathOf }: FaultSite,
): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const path = pathOf(c);
    const met = world.faults.meet(service, c.req.method, path);
    if (met.length === 0) return next();
    for (const { kind, value } of met) {
      if (kind === 'latency') await sleep(value, undefined, { signal: world.closing });
    }
    const spec = met.find(({ kind }) => kind !== 'latency');
    switch (spec?.kind) {
      case 'status':
        throw refusal(spec, path);
      case 'lost-request':
        await sleep(spec.value ?? 0, undefined, { signal: world.closing });
        return cut(c);
      case 'html':
        return c.html(PAGE, 200);
      case 'partial':
        c.set('isPartial', true);
        await next();
        // What had nothing to lose did not meet the fault.
        if (c.res.status !== 207) world.faults.withdraw(spec);
        return;
      default:
        await next();
    }
    if (spec?.kind === 'lost-answer') await sleep(spec.value ?? 0, undefined, { signal: world.closing });
    if (spec?.kind === 'late-status') c.res = answerOf(refusal(spec, path));
    else if (spec) await spoil(c, spec);
  };
}

function answerOf({ status, body, headers }: Refusal): Response {
  return typeof body === 'string'
    ? new Response(body, { status, headers })
    : Response.json(body, { status, headers });
}

/** The effect is done; the answer suffers. */
async function spoil(c: Context<HttpEnv>, { kind }: FaultSpec): Promise<void> {
  if (kind === 'lost-answer') {
    c.res = cut(c);
    return;
  }
  const text = await c.res.text();
  const half = text.slice(0, Math.ceil(text.length / 2));
  if (kind === 'reset-body') {
    await sendHalf(c, text, half);
    c.set('isCut', true);
    c.res = RESPONSE_ALREADY_SENT;
    return;
  }
  const { status, headers } = c.res;
  c.res = new Response(kind === 'truncate' ? half : '', { status: status === 204 ? 200 : status, headers });
}

function cut(c: Context<HttpEnv>): Response {
  c.set('isCut', true);
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Promises the whole body, sends half of it, and hangs up. */
function sendHalf(c: Context<HttpEnv>, text: string, half: string): Promise<void> {
  const { outgoing, incoming } = c.env;
  const headers = {
    ...Object.fromEntries(c.res.headers),
    'content-length': String(Buffer.byteLength(text) + 1),
  };
  if ('createPushResponse' in outgoing) throw new Error('The sandbox speaks HTTP/1 only');
  outgoing.writeHead(c.res.status, headers);
  return new Promise((resolve) => {
    outgoing.write(`${half} `, () => {
      incoming.socket.destroy();
      resolve();
    });
  });
}
