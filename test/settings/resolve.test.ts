import { describe, expect, it } from 'vitest';
import { environmentLayer, flagLayer, profileLayer, resolveSettings } from '../../src/settings/resolve.ts';
import { environmentName, SETTINGS } from '../../src/settings/settings.ts';

function resolve(sides: { flags?: object; env?: NodeJS.ProcessEnv; profile?: object }) {
  return resolveSettings([
    flagLayer(sides.flags ?? {}),
    environmentLayer(sides.env ?? {}),
    profileLayer('acme', sides.profile ?? {}),
  ]);
}

function quotaOf(sides: Parameters<typeof resolve>[0]) {
  const { settings, origins } = resolve(sides);
  return [settings.quota, origins.find(({ key }) => key === 'quota')?.origin];
}

describe('resolveSettings', () => {
  it('takes the flag before the environment, that before the profile, and that before the default', () => {
    const [flags, env, profile] = [{ quota: '40%' }, { TTPD_QUOTA: '50%' }, { quota: '60%' }];

    expect(quotaOf({ flags, env, profile })).toEqual([0.4, '--quota']);
    expect(quotaOf({ env, profile })).toEqual([0.5, 'TTPD_QUOTA']);
    expect(quotaOf({ profile })).toEqual([0.6, 'profile acme']);
    expect(quotaOf({})).toEqual([undefined, 'default']);
  });

  it('takes a blank variable for none', () => {
    expect(resolve({ env: { TTPD_PROFILE: '' } }).settings.profile).toBe('sandbox');
  });

  it.each([
    ['1', true],
    ['yes', true],
    ['FALSE', false],
    ['off', false],
  ])('reads %s of a switch as %s', (text, value) => {
    expect(resolve({ env: { TTPD_JSON: text } }).settings.json).toBe(value);
  });

  it.each([
    ['TTPD_JSON', 'maybe'],
    ['TTPD_QUOTA', '70'],
    ['TTPD_QUOTA', '170%'],
    ['TTPD_TIMEOUT', 'soon'],
    ['TTPD_TIMEOUT', '0'],
    ['TTPD_CONCURRENCY', '1.5'],
    ['TTPD_RATE', '-1'],
    ['TTPD_PROGRESS', 'loud'],
    ['TTPD_TIME_ZONE', 'Chicago'],
  ])('refuses %s=%s and names the variable', (name, value) => {
    expect(() => resolve({ env: { [name]: value } })).toThrow(
      expect.objectContaining({
        code: 'SETTING_INVALID',
        exitCode: 2,
        message: expect.stringContaining(name) as string,
      }),
    );
  });
});

it.each([
  [{ quota: '150%' }, '--quota is "150%": it takes a percentage up to 100% and above 0%, such as 70%.'],
  [{ quota: '70' }, '--quota is "70": it takes a percentage up to 100% and above 0%, such as 70%.'],
  [{ timeout: '0' }, '--timeout is "0": it takes a number of seconds from 1 to 600.'],
  [{ concurrency: '1.5' }, '--concurrency is "1.5": it takes a whole number from 1 to 64.'],
  [{ rate: '-1' }, '--rate is "-1": it takes a number above 0 and up to 1000.'],
  [{ progress: 'loud' }, '--progress is "loud": it takes one of auto, bar, lines, none.'],
  [{ json: 'maybe' }, '--json is "maybe": it takes true or false.'],
])('shows the value as typed and says what it takes: %j', (flags, message) => {
  expect(() => resolve({ flags })).toThrow(expect.objectContaining({ message }));
});

it('names the setting that is wrong in a profile', () => {
  expect(() => resolve({ profile: { json: 3 } })).toThrow(
    expect.objectContaining({
      message: 'profile acme is "3": it takes true or false.',
      hint: 'It is the setting json.',
    }),
  );
});

it('refuses --json together with --ndjson, wherever they come from', () => {
  expect(() => resolve({ flags: { json: true }, env: { TTPD_NDJSON: '1' } })).toThrow(
    expect.objectContaining({
      code: 'SETTINGS_CONFLICT',
      exitCode: 2,
      message: '--json and TTPD_NDJSON do not go together.',
    }),
  );
});

it('gives every setting a variable of its own', () => {
  const names = SETTINGS.map(({ key }) => environmentName(key));

  expect(new Set(names).size).toBe(SETTINGS.length);
  expect(environmentName('outputFile')).toBe('TTPD_OUTPUT_FILE');
});
