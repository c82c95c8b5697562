import pMap from 'p-map';
import { createMapper } from '../../src/catalog/map.ts';
import { systemClock } from '../../src/clock.ts';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import { createMeters } from '../../src/http/meters.ts';
import { createRedactor } from '../../src/http/redact.ts';
import { createServiceHttp } from '../../src/http/service-http.ts';
import { Rules } from '../../src/rules/schema.ts';

const UNLIMITED = { perSecond: 100_000, capacity: 100_000, burst: 100_000, groups: {} };
const TARGET = { currency: 'USD', weightUnit: 'LBS', lengthUnit: 'Inches' };

/**
 * Puts every part that the default rules let through into the store, with its price and stock and nothing else: what a
 * comparison reads, in a fraction of a sync's time. Says how many there are.
 */
export async function fillStore(url: string): Promise<number> {
  const http = createServiceHttp({
    service: 'finditparts',
    baseUrl: `${url}/finditparts/v1`,
    auth: { header: 'X-API-Key', secret: { read: async () => 'sandbox-key', describe: () => 'sandbox' } },
    limits: UNLIMITED,
    clock: systemClock,
    redactor: createRedactor(),
    meters: createMeters(),
  });
  const mapper = createMapper(Rules.parse({}), TARGET);
  const twins = new Set<string>();
  let created = 0;
  for await (const { parts } of createPartsApi({ send: http.send }).search({}))
    await pMap(
      parts,
      async (part) => {
        const mapped = mapper(part);
        if (mapped.kind === 'held' || part.status === 'discontinued' || mapped.fields.stock === undefined)
          return;
        if (twins.has(mapped.sku.toLowerCase())) return;
        twins.add(mapped.sku.toLowerCase());
        if (await create(url, mapped.sku, mapped.fields)) created += 1;
      },
      { concurrency: 16 },
    );
  await http.close();
  return created;
}

async function create(
  url: string,
  sku: string,
  { name = sku, price, stock, weight, description }: Record<string, unknown>,
): Promise<boolean> {
  const answer = await fetch(`${url}/stores/sandbox/v3/catalog/products`, {
    method: 'POST',
    headers: { 'X-Auth-Token': 'sandbox-token', 'content-type': 'application/json' },
    body: JSON.stringify({
      name,
      sku,
      type: 'physical',
      price: Number(price),
      weight: Number(weight),
      description,
      inventory_tracking: 'product',
      inventory_level: stock,
    }),
  });
  await answer.text();
  return answer.ok;
}
