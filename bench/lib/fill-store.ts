import { createMapper } from '../../src/catalog/map/map.ts';
import { systemClock } from '../../src/common/clock.ts';
import { createPartsApi } from '../../src/finditparts/parts-api/parts-api.ts';
import { createServiceHttp } from '../../src/http/service-http.ts';
import { createMeters } from '../../src/http/watch/meters.ts';
import { createRedactor } from '../../src/http/watch/redact.ts';
import type { ProductFields } from '../../src/product/fields.ts';
import { Rules } from '../../src/rules/schema.ts';
import { readProduct } from '../../src/sandbox/bigcommerce/products/product-input.ts';
import { createProduct } from '../../src/sandbox/bigcommerce/products/write.ts';
import { openDatabase } from '../../src/sandbox/database.ts';
import { defaultSettings } from '../../src/sandbox/settings.ts';
import type { Sandbox } from './sandbox.ts';

const UNLIMITED = { perSecond: 100_000, capacity: 100_000, burst: 100_000, groups: {} };
const TARGET = { currency: 'USD', weightUnit: 'LBS', lengthUnit: 'Inches' };

/**
 * Puts every part that the default rules let through into the store, with its price and stock and little else: what a
 * comparison reads, past the sandbox's door, in a fraction of a sync's time. Says how many there are.
 */
export async function fillStore({ url, dataDir }: Sandbox): Promise<number> {
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
  const db = openDatabase(dataDir);
  const store = { db, settings: defaultSettings('unlimited') };
  const twins = new Set<string>();
  let created = 0;
  for await (const { parts } of createPartsApi({ send: http.send }).search({}))
    db.transaction(() => {
      for (const part of parts) {
        const mapped = mapper(part);
        if (mapped.kind === 'held' || part.status === 'discontinued') continue;
        if (mapped.fields.stock === undefined || twins.has(mapped.sku.toLowerCase())) continue;
        twins.add(mapped.sku.toLowerCase());
        createProduct(store, readProduct(bodyOf(mapped.sku, mapped.fields), true));
        created += 1;
      }
    });
  db.close();
  await http.close();
  return created;
}

function bodyOf(sku: string, { name = sku, price, stock, weight, description }: ProductFields) {
  return {
    // Two parts may have one name, and the store takes each once.
    name: `${name} ${sku}`.slice(0, 250),
    sku,
    type: 'physical',
    price: Number(price),
    weight: Number(weight),
    description,
    inventory_tracking: 'product',
    inventory_level: stock,
  };
}
