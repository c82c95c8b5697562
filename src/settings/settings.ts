/**
 * Every setting that holds for all commands, once: its flag, its environment variable and its default. Light on
 * purpose: the command tree is built from it for `--help`, before anything else is loaded.
 */
export interface SettingDefinition {
  key: string;
  /** As commander takes it. */
  flags: string;
  description: string;
  kind: 'text' | 'switch' | 'number' | 'percent' | 'choice';
  choices?: readonly string[];
  default?: string | number | boolean;
}

export const SETTINGS = [
  {
    key: 'profile',
    flags: '-p, --profile <name>',
    description: 'which store and supplier account',
    kind: 'text',
    default: 'sandbox',
  },
  {
    key: 'config',
    flags: '--config <file>',
    description: 'the rules (default: ttpd.yaml here or in a folder above)',
    kind: 'text',
  },
  {
    key: 'yes',
    flags: '-y, --yes',
    description: 'write without asking',
    kind: 'switch',
    default: false,
  },
  {
    key: 'confirm',
    flags: '--confirm <store>',
    description: "the production store's name, instead of typing it",
    kind: 'text',
  },
  {
    key: 'noInput',
    flags: '--no-input',
    description: 'never ask; fail naming the flag that is missing',
    kind: 'switch',
    default: false,
  },
  {
    key: 'json',
    flags: '--json',
    description: 'one JSON document on stdout',
    kind: 'switch',
    default: false,
  },
  {
    key: 'ndjson',
    flags: '--ndjson',
    description: 'events and the result as JSON lines on stdout',
    kind: 'switch',
    default: false,
  },
  {
    key: 'outputFile',
    flags: '--output-file <file>',
    description: 'write the JSON lines to a file too',
    kind: 'text',
  },
  {
    key: 'progress',
    flags: '--progress <how>',
    description: 'on stderr',
    kind: 'choice',
    choices: ['auto', 'bar', 'lines', 'none'],
    default: 'auto',
  },
  {
    key: 'quiet',
    flags: '-q, --quiet',
    description: 'only the result and errors',
    kind: 'switch',
    default: false,
  },
  {
    key: 'verbose',
    flags: '-v, --verbose',
    description: 'say more: waits, retries, where the logs are',
    kind: 'switch',
    default: false,
  },
  { key: 'noColor', flags: '--no-color', description: 'no colours', kind: 'switch', default: false },
  {
    key: 'rate',
    flags: '--rate <n>',
    description: 'at most n requests a second to each service',
    kind: 'number',
  },
  {
    key: 'concurrency',
    flags: '--concurrency <n>',
    description: 'requests under way at once',
    kind: 'number',
    default: 8,
  },
  {
    key: 'quota',
    flags: '--quota <percent>',
    description: "share of the store's API quota to use (default 70%; sandbox 100%)",
    kind: 'percent',
  },
  {
    key: 'timeout',
    flags: '--timeout <seconds>',
    description: 'for one request',
    kind: 'number',
    default: 30,
  },
  {
    key: 'maxPlanAge',
    flags: '--max-plan-age <hours>',
    description: 'a saved plan that is older is not applied',
    kind: 'number',
    default: 24,
  },
  {
    key: 'timeZone',
    flags: '--time-zone <zone>',
    description: "of FinditParts' times that name none, such as America/Chicago",
    kind: 'text',
    default: 'UTC',
  },
] as const satisfies readonly SettingDefinition[];

export type SettingKey = (typeof SETTINGS)[number]['key'];

/** `outputFile` → `TTPD_OUTPUT_FILE`. */
export function environmentName(key: string): string {
  return `TTPD_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
