import { expect, test } from 'vitest';
import { make, start } from './harness.ts';

test('a preset sets all habits, and what is named beside it comes after it', async () => {
  const client = await start();
  const settings = async (body: object) => (await client.admin('POST', '/settings', body)).json.settings;
  expect(await settings({ preset: 'strict', html: 'strong' })).toMatchObject({
    preset: 'strict',
    stockIdentity: 'documented',
    imageAnswers: 'documented',
    html: 'strong',
  });
  expect(await settings({ preset: 'lenient' })).toMatchObject({ stockIdentity: 'any', html: 'as sent' });
  expect((await client.admin('POST', '/settings', { preset: 'kind' })).status).toBe(422);
});

test('an awkward store has two channels and trees, three locations, and stays so when it is emptied', async () => {
  const client = await start({ preset: 'awkward' });
  await client.admin('POST', '/faults', { faults: [] });
  const furniture = async () => {
    const names = async (path: string) =>
      (await client.store('GET', path)).json.data.map((each: { name: string }) => each.name);
    return {
      channels: await names('/v3/channels'),
      trees: await names('/v3/catalog/trees'),
      brakes: await names('/v3/catalog/trees/categories?name=Brakes'),
      locations: (await client.store('GET', '/v3/inventory/locations')).json.data.length,
    };
  };
  const expected = {
    channels: ['Sandbox Truck Parts', 'Counter'],
    trees: ['Counter tree', 'Default catalog tree'],
    brakes: ['Brakes'],
    locations: 3,
  };
  expect(await furniture()).toEqual(expected);
  await make(client, 'A');
  await client.admin('POST', '/reset', {});
  expect(await furniture()).toEqual(expected);
});

test('an awkward store loses some answers after the effect', async () => {
  const client = await start({ preset: 'awkward' });
  expect((await client.admin('GET', '/faults')).json.faults).toMatchObject([{ fault: 'bc:lost-answer:2%' }]);
});
