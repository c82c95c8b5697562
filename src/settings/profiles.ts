import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ExitCode, TtpdError } from '../common/errors.ts';
import { nearest } from '../common/nearest.ts';
import { withoutUndefined } from '../common/without-undefined.ts';
import { SECRET_REFERENCE } from './secrets.ts';
import { SETTINGS, type SettingKey } from './settings.ts';

/** Where a secret is, never the secret itself: `env:NAME` or `file:/path`. */
const SecretReference = z.string().regex(SECRET_REFERENCE, 'a secret is named by env:NAME or file:/path');

const APPROVES = 'what approves a write is for the command line alone';
/** A file that lies there for years is nobody's yes to what is written today. */
const NOT_OF_A_PROFILE: readonly [SettingKey, reason: string][] = [
  ['yes', APPROVES],
  ['confirm', APPROVES],
  ['profile', 'a profile does not choose the profile'],
];

const ProfileFile = z.strictObject({
  extends: z.enum(['sandbox', 'test', 'production']).default('test'),
  finditparts: z
    .strictObject({
      baseUrl: z.url().optional(),
      apiKey: SecretReference.optional(),
      /** Whether orders can be looked up by purchase order number. */
      orderLookup: z.enum(['by-po-number', 'none']).optional(),
      /** Whether an order with a known `Idempotency-Key` is answered with the order that there is. */
      idempotentOrders: z.boolean().optional(),
    })
    .default({}),
  bigcommerce: z
    .strictObject({
      storeHash: z.string().min(1).optional(),
      accessToken: SecretReference.optional(),
      apiHost: z.url().optional(),
    })
    .default({}),
  settings: z
    .partialRecord(z.enum(SETTINGS.map(({ key }) => key)), z.unknown())
    .superRefine((settings, { addIssue }) => {
      for (const [key, message] of NOT_OF_A_PROFILE)
        if (key in settings) addIssue({ code: 'custom', path: [key], message });
    })
    .default({}),
});

const ConfigFile = z.strictObject({
  defaultProfile: z.string().optional(),
  profiles: z.record(z.string(), ProfileFile).default({}),
});

/** One supplier account and one store. */
export interface Profile {
  name: string;
  kind: 'sandbox' | 'test' | 'production';
  finditparts: {
    baseUrl: string;
    apiKey: string;
    /** What the account offers, where the profile says so. */
    capabilities: { orderLookup?: 'by-po-number' | 'none'; idempotentOrders?: boolean };
  };
  bigcommerce: { storeHash: string | undefined; accessToken: string; apiHost: string };
  /** Which of them a variable gave, and its name. */
  fromEnvironment: { storeHash?: string; apiHost?: string };
  /** Settings that hold with this profile unless a flag or the environment says otherwise. */
  settings: Record<string, unknown>;
}

const BIGCOMMERCE = 'https://api.bigcommerce.com';

/** The supplier's addresses are those of its contract (docs/facts/finditparts.md#parts-api). */
function builtIn(kind: Profile['kind'], env: NodeJS.ProcessEnv): Profile {
  const host = kind === 'test' ? 'api-test.finditparts.com' : 'api.finditparts.com';
  return {
    name: kind,
    kind,
    finditparts: {
      baseUrl: `https://${host}/v1`,
      apiKey: 'env:TTPD_FINDITPARTS_API_KEY',
      capabilities: {},
    },
    bigcommerce: {
      storeHash: env.BIGCOMMERCE_STORE_HASH || undefined,
      accessToken: 'env:BIGCOMMERCE_ACCESS_TOKEN',
      apiHost: env.BIGCOMMERCE_API_HOST || BIGCOMMERCE,
    },
    fromEnvironment: {
      ...(env.BIGCOMMERCE_STORE_HASH ? { storeHash: 'BIGCOMMERCE_STORE_HASH' } : {}),
      ...(env.BIGCOMMERCE_API_HOST ? { apiHost: 'BIGCOMMERCE_API_HOST' } : {}),
    },
    settings: kind === 'sandbox' ? { quota: 1 } : {},
  };
}

/** Bytes. */
const LARGEST = 1024 * 1024;

export function configFile(folder: string): string {
  return path.join(folder, 'config.json');
}

/** @throws TtpdError CONFIG_INVALID (exit 2) naming the file and the key */
export async function readConfig(folder: string): Promise<z.infer<typeof ConfigFile>> {
  const file = configFile(folder);
  // Most have no file, and need not wait for what reads one.
  if (!existsSync(file)) return ConfigFile.parse({});
  const stats = statSync(file);
  if (!stats.isFile() || stats.size > LARGEST) throw invalid(file, 'it is no file of settings');
  try {
    const { default: Conf } = await import('conf');
    return ConfigFile.parse(new Conf({ cwd: folder, configName: 'config', clearInvalidConfig: false }).store);
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const where = issue ? [...issue.path, issue.message].join(': ') : (error as Error).message;
    throw invalid(file, where.replace(/\.$/, ''));
  }
}

function invalid(file: string, why: string): TtpdError {
  return new TtpdError('CONFIG_INVALID', `${file} is not right: ${why}.`, {
    hint: 'docs/profiles.md shows what it may hold.',
    exitCode: ExitCode.Usage,
  });
}

/** @throws TtpdError PROFILE_UNKNOWN (exit 2) with the nearest names */
export function findProfile(
  name: string,
  config: z.infer<typeof ConfigFile>,
  env: NodeJS.ProcessEnv,
): Profile {
  const own = config.profiles[name];
  if (own) {
    const base = builtIn(own.extends, env);
    const { storeHash, apiHost } = own.bigcommerce;
    const { baseUrl, apiKey, ...capabilities } = own.finditparts;
    return {
      name,
      kind: own.extends,
      finditparts: {
        ...base.finditparts,
        ...withoutUndefined({ baseUrl, apiKey }),
        capabilities: withoutUndefined(capabilities),
      },
      bigcommerce: { ...base.bigcommerce, ...withoutUndefined(own.bigcommerce) },
      fromEnvironment: Object.fromEntries(
        Object.entries(base.fromEnvironment).filter(([key]) =>
          key === 'storeHash' ? storeHash === undefined : apiHost === undefined,
        ),
      ),
      settings: { ...base.settings, ...own.settings },
    };
  }
  if (name === 'sandbox' || name === 'test' || name === 'production') return builtIn(name, env);
  const known = [...Object.keys(config.profiles), 'sandbox', 'test', 'production'];
  throw new TtpdError('PROFILE_UNKNOWN', `There is no profile "${name}".`, {
    hint: `Did you mean ${nearest(name, known).join(' or ')}? Profiles are in config.json.`,
    next: ['ttpd config path'],
    exitCode: ExitCode.Usage,
  });
}
