/** How fast parts are mapped and priced by rules, and what memory that takes: examples/heavy-duty, one process. */
import { Big } from 'big.js';
import { createMapper } from '../src/catalog/map/map.ts';
import type { Part } from '../src/finditparts/supplier.ts';
import { loadRules } from '../src/rules/load.ts';

const parts = Number(process.argv[2] ?? 100_000);
const map = createMapper(loadRules('examples/heavy-duty/ttpd.yaml').rules, {
  currency: 'USD',
  weightUnit: 'LBS',
  lengthUnit: 'Inches',
});

function part(i: number): Part {
  return {
    id: `FP${i}`,
    partNumber: `${3600 + i}AX`,
    brand: ['Gunite', 'Webb', 'Bendix', 'Meritor', 'Somebody'][i % 5] ?? 'Gunite',
    name: `Brake drum 16.5 x ${i % 9}`,
    description: 'Outboard mount, balanced. <b>Genuine</b> part for class 6-8 trucks.',
    category: 'brakes',
    categoryPath: ['Brakes', 'Brake Drums'],
    condition: i % 12 === 0 ? 'reman' : 'new',
    status: 'active',
    supersededBy: null,
    gtin: '036000291452',
    weight: { value: new Big(100 + (i % 30)), unit: 'lb' },
    dimensions: null,
    packQuantity: i % 17 === 0 ? 4 : null,
    minimumQuantity: null,
    hazmat: false,
    prop65: { required: i % 3 === 0, warning: null },
    countryOfOrigin: 'US',
    vmrs: '013-001-002',
    updatedAt: null,
    offer: {
      price: {
        currency: 'USD',
        list: new Big(150 + (i % 90)),
        account: new Big(80 + (i % 60)),
        map: i % 8 === 0 ? new Big(140) : null,
        core: null,
        breaks: [],
        asOf: null,
      },
      stock: { total: i % 40, locations: [], asOf: null },
    },
    details: {
      images: [{ url: `https://images.example/${i}.jpg`, description: null }],
      attributes: Array.from({ length: 8 }, (_, n) => ({ name: `Attribute ${n}`, value: `Value ${i + n}` })),
      fitment: [],
      interchange: Array.from({ length: 4 }, (_, n) => ({
        brand: 'Webb',
        partNumber: `6686${n}${i}`,
        note: null,
      })),
    },
  };
}

for (const [n, count] of [Math.round(parts / 10), parts].entries()) {
  const startedAt = performance.now();
  let held = 0;
  for (let i = 0; i < count; i++) if (map(part(i)).kind === 'held') held += 1;
  const seconds = (performance.now() - startedAt) / 1_000;
  const peak = process.resourceUsage().maxRSS / 1_024;
  console.log(
    `${n === 0 ? 'warm-up' : 'measured'}: ${count} parts, ${held} held, ${Math.round(count / seconds)} parts/s, peak ${Math.round(peak)} MB`,
  );
}
