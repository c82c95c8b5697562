import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { RulesInput } from '../../src/rules/schema.ts';
import { EFFECT, LIVE_TAG, nastyText } from '../helpers/nasty-text.ts';
import { syncBed } from '../helpers/sync-at-sandbox.ts';

const PARTS = 40;
/** Every template and field that a supplier's text can get into. */
const RULES: RulesInput = {
  text: {
    description:
      '<h3>{{brand}} {{name}}</h3>{{{description}}}{{#each attributes}}<p>{{@key}}{{this}}</p>{{/each}}',
    pageTitle: '{{brand}}{{words name 60}}',
    metaDescription: '{{words description 200}}',
    searchKeywords: '{{partNumber}}, {{number}}{{#each interchange}}, {{this}}{{/each}}',
  },
  categories: { map: [{ when: { category: 'brakes' }, path: ['Brakes/{{category}}', '{{brand}}'] }] },
  stock: { leadTime: 'In {{days}} days', binPickingNumber: '{{partId}} {{locations}} {{partNumber}}' },
  price: { core: 'product' },
  weight: { missing: 'hide' },
  metafields: { interchange: true },
};

it('sends no markup, no control and no turned text to the store, whatever the supplier writes', async () => {
  const bed = await syncBed({ parts: PARTS });
  onTestFinished(() => bed.close());
  const texts = fc.sample(nastyText, PARTS * 24).values();
  const nasty = () => texts.next().value ?? '';
  for await (const { parts } of bed.engine().supplier.search({}))
    for (const { id } of parts)
      await bed.admin(`parts/${id}`, 'PATCH', {
        ...{ brand: `${id}${nasty()}`, part_number: `${id}${nasty()}`, name: nasty(), description: nasty() },
        ...{ category_path: [`A${nasty()}`, `B${nasty()}`], vmrs: nasty(), country_of_origin: nasty() },
        ...{
          warranty: nasty(),
          superseded_by: nasty(),
          hazmat: { un_number: nasty(), hazard_class: nasty() },
        },
        prop65: { required: true, warning: nasty() },
        attributes: [1, 2].map(() => ({ name: nasty(), value: nasty() })),
        interchange: [1, 2].map(() => ({
          brand: nasty() || 'A',
          part_number: nasty() || 'B',
          note: nasty(),
        })),
        fitment: [{ type: 'component', make: nasty() || 'A', model: nasty() || 'B', note: nasty() }],
        kit: [{ brand: nasty(), part_number: nasty() || 'B', name: nasty(), quantity: 1 }],
      });

  await bed.sync(RULES);

  let sent = 0;
  for (const { body } of bed.received)
    for (const [name, text] of textsIn(body)) {
      sent += 1;
      expect({ name, text }).toEqual({ name, text: expect.not.stringMatching(EFFECT) });
      expect({ name, text }).toEqual({ name, text: text.normalize() });
      if (name !== 'description')
        expect({ name, text }).toEqual({ name, text: expect.not.stringMatching(LIVE_TAG) });
    }
  expect(sent).toBeGreaterThan(PARTS * 10);
  const created = bed.received.filter(({ path }) => path === '/v3/catalog/products').length;
  expect(created).toBeGreaterThan(PARTS / 2);

  // Nothing of it is read back as another text.
  await bed.sync(RULES);
  expect(bed.received).toEqual([]);
});

function textsIn(value: unknown, name = ''): [name: string, text: string][] {
  if (typeof value === 'string') return [[name, value], ...textsIn(json(value), name)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, Array.isArray(value) ? name : key));
}

/** Metafields hold JSON, in which a control would be written as its number. */
function json(text: string): unknown {
  try {
    return /^[[{]/.test(text) ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
