import { z } from 'zod';
import { ExitCode, TtpdError } from '../errors.ts';
import { environmentName, SETTINGS, type SettingDefinition, type SettingKey } from './settings.ts';

const Settings = z.object({
  profile: z.string().min(1),
  config: z.string().optional(),
  yes: z.boolean(),
  confirm: z.string().optional(),
  noInput: z.boolean(),
  json: z.boolean(),
  ndjson: z.boolean(),
  outputFile: z.string().optional(),
  progress: z.enum(['auto', 'bar', 'lines', 'none']),
  quiet: z.boolean(),
  verbose: z.boolean(),
  noColor: z.boolean(),
  rate: z.number().positive().max(1_000).optional(),
  concurrency: z.number().int().min(1).max(64),
  /** 0 to 1. */
  quota: z.number().gt(0).max(1).optional(),
  /** Seconds. */
  timeout: z.number().min(1).max(600),
});
export type Settings = z.infer<typeof Settings>;

/** Where a setting's value came from, as a person would name it: `--quota`, `TTPD_QUOTA`, `profile acme`, `default`. */
export interface Origin {
  key: SettingKey;
  value: unknown;
  origin: string;
}

/** Values of one place, by setting; the first layer that has a value wins. */
export interface Layer {
  values: Partial<Record<SettingKey, unknown>>;
  name: (definition: SettingDefinition) => string;
}

/**
 * flag → environment → profile → default. A layer's values may be text, as flags and the environment give them.
 * @throws TtpdError SETTING_INVALID (exit 2) naming the setting, its origin and what it takes
 */
export function resolveSettings(layers: readonly Layer[]): { settings: Settings; origins: Origin[] } {
  const origins = SETTINGS.map((definition): Origin => {
    for (const layer of layers) {
      const raw = layer.values[definition.key];
      if (raw === undefined || raw === '') continue;
      const origin = layer.name(definition);
      return { key: definition.key, value: read(definition, raw, origin), origin };
    }
    const { default: value } = definition as SettingDefinition;
    return { key: definition.key, value, origin: 'default' };
  });
  const parsed = Settings.safeParse(Object.fromEntries(origins.map(({ key, value }) => [key, value])));
  if (parsed.success) return { settings: parsed.data, origins };
  const issue = parsed.error.issues[0];
  const culprit = origins.find(({ key }) => key === issue?.path[0]);
  throw invalid(culprit?.origin ?? 'settings', String(culprit?.value), issue?.message ?? 'invalid');
}

export function flagLayer(values: Layer['values']): Layer {
  return { values, name: ({ flags }) => /--[\w-]+/.exec(flags)?.[0] ?? flags };
}

export function environmentLayer(env: NodeJS.ProcessEnv): Layer {
  return {
    values: Object.fromEntries(SETTINGS.map(({ key }) => [key, env[environmentName(key)]])),
    name: ({ key }) => environmentName(key),
  };
}

export function profileLayer(profile: string, values: Layer['values']): Layer {
  return { values, name: () => `profile ${profile}` };
}

const TRUE = new Set(['1', 'true', 'yes', 'on']);
const FALSE = new Set(['0', 'false', 'no', 'off']);

function read(definition: SettingDefinition, raw: unknown, origin: string): unknown {
  if (typeof raw !== 'string') return raw;
  const text = raw.trim();
  switch (definition.kind) {
    case 'switch':
      if (TRUE.has(text.toLowerCase())) return true;
      if (FALSE.has(text.toLowerCase())) return false;
      throw invalid(origin, text, 'it takes true or false');
    case 'number':
      if (!/^\d+(\.\d+)?$/.test(text)) throw invalid(origin, text, 'it takes a number');
      return Number(text);
    case 'percent':
      if (!/^\d+(\.\d+)?%$/.test(text)) throw invalid(origin, text, 'it takes a percentage, such as 70%');
      return Number(text.slice(0, -1)) / 100;
    case 'choice':
      if (!definition.choices?.includes(text))
        throw invalid(origin, text, `it takes one of ${definition.choices?.join(', ')}`);
      return text;
    case 'text':
      return text;
  }
}

function invalid(origin: string, value: string, why: string): TtpdError {
  return new TtpdError('SETTING_INVALID', `${origin} is "${value}": ${why}.`, { exitCode: ExitCode.Usage });
}
