import type { z } from 'zod';
import { TtpdError } from '../common/errors.ts';

/** It is on this machine or near it. */
const TIMEOUT_MS = 10_000;

/** Where a sandbox runs already. An empty variable is one that is not set. */
export function externalSandbox(env: NodeJS.ProcessEnv): string | undefined {
  return env.TTPD_SANDBOX_URL?.trim().replace(/\/+$/, '') || undefined;
}

/**
 * One request to the sandbox's own door (`/_sandbox/…`): GET, or POST where a body is given.
 * @throws TtpdError SANDBOX_UNREACHABLE (exit 1) also when something else answers there
 */
export async function askSandbox<T>(
  url: string,
  path: string,
  answer: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${url}/_sandbox/${path}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw unreachable(`There is no sandbox at ${url}.`, cause);
  });
  const read = answer.safeParse(await response.json().catch(() => undefined));
  if (response.ok && read.success) return read.data;
  throw unreachable(
    `What answers at ${url} is no sandbox of this version: it answered ${response.status} to ${path}.`,
    read.error,
  );
}

function unreachable(message: string, cause: unknown): TtpdError {
  return new TtpdError('SANDBOX_UNREACHABLE', message, {
    hint: 'TTPD_SANDBOX_URL points at a running one: start it, or unset the variable to use the embedded one.',
    next: ['ttpd sandbox serve'],
    cause,
  });
}
