import { z } from 'zod';
import { ExitCode, TtpdError } from '../common/errors.ts';
import { isTimeZone } from '../common/service-time.ts';
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
  maxPlanAge: z.number().min(1).max(8_760),
  timeZone: z.string().refine(isTimeZone),
});
export type Settings = z.infer<typeof Settings>;

/** What each takes, in the words of a refusal. */
const TAKES: Partial<Record<string, string>> = {
  rate: 'a number above 0 and up to 1000',
  concurrency: 'a whole number from 1 to 64',
  quota: 'a percentage up to 100% and above 0%, such as 70%',
  timeout: 'a number of seconds from 1 to 600',
  maxPlanAge: 'a number of hours from 1 to 8760',
  timeZone: 'the name of a time zone, such as UTC or America/Chicago',
};
const TAKES_KIND: Record<SettingDefinition['kind'], string> = {
  switch: 'true or false',
  number: 'a number',
  percent: 'a percentage, such as 70%',
  choice: 'a choice',
  text: 'text',
};

/** Where a setting's value came from, as a person would name it: `--quota`, `TTPD_QUOTA`, `ttpd.yaml`, `profile acme`, `default`. */
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
 * flag → environment → ttpd.yaml → profile → default. A layer's values may be text, as flags and the environment give them.
 * @throws TtpdError SETTING_INVALID (exit 2) naming the setting's origin, the value as typed and what it takes;
 * SETTINGS_CONFLICT (exit 2)
 */
export function resolveSettings(layers: readonly Layer[]): { settings: Settings; origins: Origin[] } {
  const typed = new Map<PropertyKey, { definition: SettingDefinition; raw: unknown; origin: string }>();
  const origins = SETTINGS.map((definition): Origin => {
    for (const layer of layers) {
      const raw = layer.values[definition.key];
      if (raw === undefined || raw === '') continue;
      const origin = layer.name(definition);
      typed.set(definition.key, { definition, raw, origin });
      return { key: definition.key, value: read(definition, raw, origin), origin };
    }
    const { default: value } = definition as SettingDefinition;
    return { key: definition.key, value, origin: 'default' };
  });
  const parsed = Settings.safeParse(Object.fromEntries(origins.map(({ key, value }) => [key, value])));
  if (parsed.success) {
    refuseBoth(parsed.data, origins);
    return { settings: parsed.data, origins };
  }
  const culprit = typed.get(parsed.error.issues[0]?.path[0] ?? '');
  // A default that its own schema refuses is a bug.
  if (!culprit) throw parsed.error;
  throw invalid(culprit.definition, culprit.raw, culprit.origin);
}

/** stdout carries one document or JSON lines. */
function refuseBoth({ json, ndjson }: Settings, origins: readonly Origin[]): void {
  if (!json || !ndjson) return;
  const from = (name: SettingKey) => origins.find(({ key }) => key === name)?.origin ?? name;
  throw new TtpdError('SETTINGS_CONFLICT', `${from('json')} and ${from('ndjson')} do not go together.`, {
    hint: 'stdout carries one JSON document or JSON lines: leave one of them out.',
    exitCode: ExitCode.Usage,
  });
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
      throw invalid(definition, raw, origin);
    case 'number':
      if (!/^\d+(\.\d+)?$/.test(text)) throw invalid(definition, raw, origin);
      return Number(text);
    case 'percent':
      if (!/^\d+(\.\d+)?%$/.test(text)) throw invalid(definition, raw, origin);
      return Number(text.slice(0, -1)) / 100;
    case 'choice':
      if (!definition.choices?.includes(text)) throw invalid(definition, raw, origin);
      return text;
    case 'text':
      return text;
  }
}

function invalid({ key, kind, choices }: SettingDefinition, raw: unknown, origin: string): TtpdError {
  const takes = TAKES[key] ?? (choices ? `one of ${choices.join(', ')}` : TAKES_KIND[kind]);
  const value = typeof raw === 'string' ? raw : JSON.stringify(raw);
  return new TtpdError('SETTING_INVALID', `${origin} is "${value}": it takes ${takes}.`, {
    // A flag and a variable say which setting it is; a file and a profile do not.
    ...(/^(--|TTPD_)/.test(origin) ? {} : { hint: `It is the setting ${key}.` }),
    ...(origin.startsWith('profile ') ? { next: ['ttpd config path'] } : {}),
    exitCode: ExitCode.Usage,
  });
}
