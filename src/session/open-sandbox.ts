import path from 'node:path';
import { z } from 'zod';
import {
  bigCommerceLimits,
  FINDITPARTS_PRODUCTION,
  type ServiceLimits,
} from '../http/limits/service-limits.ts';
import { fixedSecret } from '../settings/secrets.ts';
import { askSandbox, externalSandbox } from './ask-sandbox.ts';
import type { ConnectOptions, Endpoints } from './endpoints.ts';
import { presetOf, startSandbox } from './start-sandbox.ts';

/** The sandbox's published keys: it guards nothing. */
const API_KEY = 'sandbox-key';
const ACCESS_TOKEN = 'sandbox-token';

const Answer = z.object({
  settings: z.object({
    plan: z.string(),
    orderLookup: z.enum(['by-po-number', 'none']),
    idempotentOrders: z.boolean(),
  }),
});

/** Nobody else lives on the sandbox, and with the plan `unlimited` it counts nothing: tests and benchmarks. */
const UNLIMITED: ServiceLimits = { perSecond: 100_000, capacity: 100_000, burst: 100_000, groups: {} };

/**
 * The embedded sandbox on a free loopback port, its data kept between runs; or the one at `TTPD_SANDBOX_URL`.
 * @throws TtpdError SANDBOX_UNREACHABLE (exit 1)
 */
export async function openSandbox({
  env,
  settings,
  paths,
}: Pick<ConnectOptions, 'env' | 'settings' | 'paths'>): Promise<Endpoints> {
  const external = externalSandbox(env);
  const sandbox = external
    ? undefined
    : await startSandbox({ dataDir: path.join(paths.state, 'sandbox'), ...presetOf(env) });
  const url = external ?? sandbox?.url ?? '';
  const answer = await askSandbox(url, 'settings', Answer).catch(async (error: unknown) => {
    await sandbox?.close();
    throw error;
  });
  const { plan, ...capabilities } = answer.settings;
  const unlimited = plan === 'unlimited';
  return {
    finditparts: {
      baseUrl: `${url}/finditparts/v1`,
      secret: fixedSecret(API_KEY, "the sandbox's key"),
      limits: unlimited ? UNLIMITED : FINDITPARTS_PRODUCTION,
      capabilities,
    },
    bigcommerce: {
      baseUrl: `${url}/stores/sandbox`,
      secret: fixedSecret(ACCESS_TOKEN, "the sandbox's token"),
      limits: unlimited ? UNLIMITED : bigCommerceLimits(settings.quota),
    },
    close: async () => sandbox?.close(),
  };
}
