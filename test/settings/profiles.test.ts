import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '../../src/settings/profiles.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

function configWith(settings: object, kind = 'production') {
  const folder = tempFolder();
  const config = { profiles: { acme: { extends: kind, settings } } };
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  return readConfig(folder);
}

it.each([
  ['production', { yes: true }, 'yes'],
  ['production', { yes: 'true' }, 'yes'],
  ['production', { yes: false }, 'yes'],
  ['production', { confirm: 'Acme Truck Parts' }, 'confirm'],
  ['test', { yes: true }, 'yes'],
  ['sandbox', { quota: '50%', yes: true }, 'yes'],
])('lets no profile approve a write beforehand: %s %j', async (kind, settings, key) => {
  await expect(configWith(settings, kind)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    exitCode: 2,
    message: expect.stringContaining(
      `profiles: acme: settings: ${key}: what approves a write is for the command line alone`,
    ) as string,
  });
});

it('lets no profile choose another one', async () => {
  await expect(configWith({ profile: 'production' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('a profile does not choose the profile') as string,
  });
});

it('takes every other setting', async () => {
  const settings = { quota: '50%', noInput: true, concurrency: 2 };

  expect((await configWith(settings)).profiles.acme?.settings).toEqual(settings);
});

it('reads no config.json that is far too large', async () => {
  const folder = tempFolder();
  writeFileSync(path.join(folder, 'config.json'), ' '.repeat(2_000_000));

  await expect(readConfig(folder)).rejects.toMatchObject({ code: 'CONFIG_INVALID', exitCode: 2 });
});
