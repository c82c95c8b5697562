import path from 'node:path';
import { z } from 'zod';
import { TtpdError } from '../errors.ts';
import { bigCommerceLimits, FINDITPARTS_PRODUCTION, type ServiceLimits } from '../http/limits.ts';
import { fixedSecret } from '../settings/secrets.ts';
import type { ConnectOptions, Endpoints } from './connect.ts';

/** The sandbox's published keys: it guards nothing. */
const API_KEY = 'sandbox-key';
const ACCESS_TOKEN = 'sandbox-token';

const Answer = z.object({ settings: z.object({ plan: z.string() }) });

/** Nobody else lives on the sandbox, and with the plan `unlimited` it counts nothing: tests and benchmarks. */
const UNLIMITED: ServiceLimits = { perSecond: 100_000, capacity: 100_000, burst: 100_000, groups: {} };

/**
 * The embedded sandbox on a free loopback port, its data kept between runs; or the one at `TTPD_SANDBOX_URL`.
 * @throws TtpdError SANDBOX_UNREACHABLE
 */
export async function openSandbox({
  env,
  settings,
  paths,
}: Pick<ConnectOptions, 'env' | 'settings' | 'paths'>): Promise<Endpoints> {
  const external = env.TTPD_SANDBOX_URL;
  const sandbox = external ? undefined : await startEmbedded(paths.state);
  const url = (external ?? sandbox?.url ?? '').replace(/\/+$/, '');
  const plan = await readPlan(url).catch(async (error: unknown) => {
    await sandbox?.close();
    throw error;
  });
  const unlimited = plan === 'unlimited';
  return {
    finditparts: {
      baseUrl: `${url}/finditparts/v1`,
      secret: fixedSecret(API_KEY, "the sandbox's key"),
      limits: unlimited ? UNLIMITED : FINDITPARTS_PRODUCTION,
    },
    bigcommerce: {
      baseUrl: `${url}/stores/sandbox`,
      secret: fixedSecret(ACCESS_TOKEN, "the sandbox's token"),
      limits: unlimited ? UNLIMITED : bigCommerceLimits(settings.quota),
    },
    close: async () => sandbox?.close(),
  };
}

async function startEmbedded(stateFolder: string) {
  const { startSandbox } = await import('../sandbox/sandbox.ts');
  return startSandbox({ dataDir: path.join(stateFolder, 'sandbox') });
}

async function readPlan(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/_sandbox/settings`);
    return Answer.parse(await answer.json()).settings.plan;
  } catch (cause) {
    throw new TtpdError('SANDBOX_UNREACHABLE', `There is no sandbox at ${url}.`, {
      hint: 'TTPD_SANDBOX_URL points at a running one: start it, or unset the variable to use the embedded one.',
      next: ['ttpd sandbox serve'],
      cause,
    });
  }
}
