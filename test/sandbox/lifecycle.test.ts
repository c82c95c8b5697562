import { stat, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { make, start, temporaryFolder } from './harness.ts';

test('it starts on loopback, with the keys it tells', async () => {
  const { sandbox } = await start();
  expect(sandbox).toMatchObject({
    apiKey: 'sandbox-key',
    storeHash: 'sandbox',
    accessToken: 'sandbox-token',
  });
  expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('a million parts cost no time to start', async () => {
  const dataDir = await temporaryFolder();
  const begin = performance.now();
  await start({ dataDir, parts: 1_000_000 });
  expect(performance.now() - begin).toBeLessThan(150);
});

test('the store and the size of the catalogue outlive a restart; another size changes the catalogue only', async () => {
  const client = await start({ parts: 300 });
  const made = await make(client, 'A', { brand_name: 'Bendix' });
  const { hash } = (await client.admin('GET', '/state-hash')).json;
  await client.sandbox.close();
  const again = await start({ dataDir: client.dataDir });
  expect((await again.supplier('GET', '/parts/search')).json.page.total).toBe(300);
  expect((await again.store('GET', `/v3/catalog/products/${made.id}`)).json.data).toEqual(made);
  await again.sandbox.close();
  const larger = await start({ dataDir: client.dataDir, parts: 400 });
  expect((await larger.supplier('GET', '/parts/search')).json.page.total).toBe(400);
  expect((await larger.admin('GET', '/state-hash')).json.hash).toBe(hash);
});

test('the data folder is its owner’s only', async () => {
  const dataDir = join(await temporaryFolder(), 'deep', 'data');
  await start({ dataDir });
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  expect((await stat(join(dataDir, 'sandbox.db'))).mode & 0o777).toBe(0o600);
});

test('a folder that cannot be used is a plain sentence', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  await expect(startSandbox({ dataDir: file })).rejects.toThrow(
    `The sandbox cannot keep its data in ${file}: `,
  );
});

test('a port in use is a plain sentence, and leaves no open database behind', async () => {
  const { sandbox } = await start();
  const port = Number(new URL(sandbox.url).port);
  await expect(start({ port })).rejects.toThrow(`The sandbox cannot listen on port ${port}`);
});

test.each([-1, 1.5, 10_000_001])('%d parts are refused', async (parts) => {
  await expect(start({ parts })).rejects.toThrow('The number of parts must be a whole number');
});

test('closing ends connections that are kept alive, and those that still wait', async () => {
  const { sandbox, admin } = await start();
  await admin('POST', '/faults', { faults: ['bc:latency=60000'] });
  const agent = new Agent({ keepAlive: true });
  const ended = new Promise((resolve) => {
    const url = `${sandbox.url}/stores/sandbox/v2/time`;
    request(url, { agent, headers: { 'X-Auth-Token': 'sandbox-token' } }, resolve)
      .on('error', resolve)
      .end();
  });
  while ((await admin('GET', '/stats')).json.services.bigcommerce.total === 0);
  const begin = performance.now();
  await sandbox.close();
  await ended;
  expect(performance.now() - begin).toBeLessThan(500);
  agent.destroy();
});

test('two sandboxes on one folder share the store without colliding', async () => {
  const one = await start({ parts: 50 });
  const other = await start({ dataDir: one.dataDir });
  const name = async () => (await one.supplier('GET', '/parts/FP1000001')).json.part.name;
  expect(await name()).not.toBe('Changed there');
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, n) => make(n % 2 === 0 ? one : other, `S${n}`, { brand_name: 'Same' })),
  );
  expect(new Set(made.map(({ id }) => id)).size).toBe(20);
  expect((await one.admin('GET', '/products')).json.total).toBe(20);
  expect((await one.store('GET', '/v3/catalog/brands')).json.data).toHaveLength(1);
  await other.admin('PATCH', '/parts/FP1000001', { name: 'Changed there' });
  expect(await name()).toBe('Changed there');
});

test('data of an older version is kept, and gets what that version did not have', async () => {
  const dataDir = await temporaryFolder();
  const sqlite = new DatabaseSync(join(dataDir, 'sandbox.db'));
  sqlite.exec(`CREATE TABLE metafields (
    id INTEGER PRIMARY KEY AUTOINCREMENT, product_id INTEGER NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL,
    value TEXT NOT NULL, permission_set TEXT NOT NULL, description TEXT NOT NULL,
    created INTEGER NOT NULL, modified INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX metafields_key ON metafields (product_id, namespace, key);
  INSERT INTO metafields VALUES (1, 1, 'n', 'k', 'old', 'app_only', '', 0, 0);`);
  sqlite.close();
  const client = await start({ dataDir });
  const { id } = await make(client, 'A');
  const path = `/v3/catalog/products/${id}/metafields`;
  expect((await client.store('GET', path)).json.data).toMatchObject([
    { value: 'old', owner_client_id: 'sandbox-client' },
  ]);
  const own = { namespace: 'n', key: 'k', value: 'theirs', permission_set: 'read' };
  expect((await client.store('POST', path, own, { 'X-Auth-Token': 'other-token' })).status).toBe(200);
  expect((await client.store('GET', '/v3/channels')).json.data).toHaveLength(1);
});
