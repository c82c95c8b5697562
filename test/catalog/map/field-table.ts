import { expect } from 'vitest';
import type { Received } from '../../helpers/sync-at-sandbox.ts';

// biome-ignore lint/suspicious/noExplicitAny: requests and products are looked into, whatever their shape
type Any = any;

/** What one row's part came to at the store. */
export interface Seen {
  /** The body of its `POST /v3/catalog/products`. */
  created: Any;
  /** Its metafields as they were sent, by key; `value` is text. */
  metafields: Record<string, { value: string; permission_set: string }>;
  customFields: Record<string, string>;
  /** All requests of the first sync, and of the second. */
  requests: Received[];
  later: Received[];
  /** The product in the store after the second sync, with `category_paths` and `brand_name`. */
  after: Any;
  productId: number;
  partId: string;
  problems: { code: string; sku?: string }[];
}

export interface Row {
  /** The supplier's part, by the wire's names; the rest is a plain brake drum. */
  part: Record<string, unknown>;
  /** Its SKU, where that is not `GU-` and its number. */
  sku?: string;
  sends(seen: Seen): void;
  /** What a merchant changes in the store after the first sync. */
  edit?: Record<string, unknown>;
  /** And a custom field of the product. */
  editCustomField?: [name: string, value: string];
  /** What the supplier changes meanwhile. */
  then?: Record<string, unknown>;
  /** The end of it after the second sync. */
  owner: 'supplier' | 'merchant, after edit' | 'merchant' | 'tool';
  ends(seen: Seen): void;
}

const price = { list: '146.20', account: '97.40', map: null, core: null, breaks: [] };
const inventoryOf = (...locations: [code: string, quantity: number, days: number][]) => ({
  total: locations.reduce((sum, [, quantity]) => sum + quantity, 0),
  locations: locations.map(([code, quantity, lead_time_days]) => ({
    code,
    name: code,
    quantity,
    lead_time_days,
    cutoff: '15:00',
  })),
});

/** A part that has nothing of its own to say. */
export const PLAIN = {
  brand: 'Gunite',
  description: 'Outboard mount.',
  category: 'brakes',
  category_path: ['Brakes', 'Brake Drums'],
  condition: 'new',
  status: 'active',
  superseded_by: null,
  gtin: null,
  weight: { value: 10, unit: 'lb' },
  dimensions: null,
  pack_quantity: 1,
  minimum_quantity: 1,
  hazmat: false,
  prop65: null,
  country_of_origin: null,
  vmrs: '013-001-002',
  price,
  inventory: inventoryOf(['RNO', 12, 2]),
  images: [],
  attributes: [],
  fitment: [],
  interchange: [],
};

/** One `ttpd.yaml` for all rows. */
export const RULES = {
  brands: { Gunite: { prefix: 'GU', aliases: ['GUNITE CORP'] } },
  text: {
    pageTitle: '{{brand}} {{partNumber}} {{name}}',
    metaDescription: 'Buy {{brand}} {{partNumber}} {{name}}',
    searchKeywords: '{{partNumber}}, {{number}}{{#each interchange}}, {{this}}{{/each}}',
  },
  categories: { map: [{ when: { vmrs: '013-011' }, path: 'Brakes/Air Disc' }] },
  price: { rules: [{ markup: '50%', round: { ending: '.99' } }], breaks: true },
  stock: {
    locations: ['RNO', 'DFW'],
    buffer: 1,
    packs: true,
    lowStock: 3,
    leadTime: 'Ships in {{days}} days',
    binPickingNumber: '{{partId}} {{locations}}',
  },
  weight: { missing: 'hide' as const, freightOver: '150 lb', freightLongerThan: '96 in' },
  metafields: { interchange: true },
};

const puts = ({ later, productId }: Seen): Any[] =>
  later
    .filter(({ method, path }) => method === 'PUT' && path.startsWith('/v3/catalog/products'))
    .flatMap(({ path, body }) => (path === '/v3/catalog/products' ? body : []))
    .concat(
      later
        .filter(({ method, path }) => method === 'PUT' && path === `/v3/catalog/products/${productId}`)
        .map(({ body }) => body),
    )
    .filter((body) => body.id === undefined || body.id === productId);
const writes = (seen: Seen) => puts(seen).flatMap((body: object) => Object.keys(body));

/** The product's field is as the part has it again, by a PUT. */
const written =
  (field: string, value: unknown): Row['ends'] =>
  (seen) => {
    expect(seen.after[field]).toEqual(value);
    expect(writes(seen)).toContain(field);
  };
/** The product's field is as the merchant left it, and no request was about it. */
const kept =
  (field: string, value: unknown): Row['ends'] =>
  (seen) => {
    expect(seen.after[field]).toEqual(value);
    expect(writes(seen)).not.toContain(field);
  };
const customField =
  (name: string, value: string): Row['ends'] =>
  ({ after }) =>
    expect(after.custom_fields).toContainEqual(expect.objectContaining({ name, value }));
/** Nobody but ttpd can change a metafield: unchanged, it is not written again. */
const notRewritten: Row['ends'] = ({ later, productId }) =>
  expect(JSON.stringify(later.filter(({ path }) => path.endsWith('/metafields')))).not.toContain(
    `"resource_id":${productId},`,
  );
const json = ({ metafields }: Seen, key: string): unknown => JSON.parse(metafields[key]?.value ?? 'null');

/** Every row of the field table (docs/facts/parts-domain.md#field-table), by its name there. */
export const TABLE: Record<string, Row> = {
  brand: {
    part: { brand: 'GUNITE CORP' },
    sends: ({ created }) => expect(created.brand_name).toBe('Gunite'),
    edit: { brand_name: 'Webb' },
    owner: 'supplier',
    ends: written('brand_name', 'Gunite'),
  },
  'part number': {
    part: { part_number: '007-3600a' },
    sends: ({ created }) => expect(created.mpn).toBe('007-3600a'),
    edit: { mpn: '73600A' },
    owner: 'supplier',
    ends: written('mpn', '007-3600a'),
  },
  'brand + number': {
    part: { part_number: 'AS-1140/2' },
    sku: 'GU-AS-1140/2',
    sends: ({ created }) => expect(created.sku).toBe('GU-AS-1140/2'),
    owner: 'tool',
    ends: (seen) => expect(writes(seen)).not.toContain('sku'),
  },
  title: {
    part: { part_number: 'T1', name: 'Brake Drum 16½″ × 7″' },
    sends: ({ created }) => expect(created.name).toBe('Gunite T1 Brake Drum 16½″ × 7″'),
    edit: { name: 'Our own words' },
    owner: 'merchant, after edit',
    ends: kept('name', 'Our own words'),
  },
  descriptions: {
    part: { description: '<p onclick="x()">Cast <b>iron</b></p><script>alert(1)</script>' },
    sends: ({ created }) => expect(created.description).toBe('<p>Cast <b>iron</b></p>'),
    edit: { description: '<p>Our own words</p>' },
    owner: 'merchant, after edit',
    ends: kept('description', '<p>Our own words</p>'),
  },
  'UPC / GTIN': {
    part: { gtin: '036000291452' },
    sends: ({ created }) => expect(created).toMatchObject({ upc: '036000291452', gtin: '036000291452' }),
    edit: { upc: '012345678905' },
    owner: 'supplier',
    ends: written('upc', '036000291452'),
  },
  'UPC / GTIN with a wrong check digit': {
    part: { gtin: '036000291453', part_number: 'BADGTIN' },
    sends({ created, problems }) {
      expect(created.upc ?? '').toBe('');
      expect(created.gtin ?? '').toBe('');
      expect(problems).toContainEqual(expect.objectContaining({ code: 'GTIN_INVALID', sku: 'GU-BADGTIN' }));
    },
    owner: 'supplier',
    ends: (seen) => expect(writes(seen)).toEqual([]),
  },
  'cost (account price)': {
    part: { price: { ...price, account: '97.4567' } },
    sends: ({ created }) => expect(created.cost_price).toBe(97.4567),
    edit: { cost_price: 1 },
    owner: 'supplier',
    ends: written('cost_price', 97.4567),
  },
  'sell price by rule': {
    part: { price: { ...price, breaks: [{ min_qty: 10, price: '80.00' }] } },
    sends({ created }) {
      expect(created.price).toBe(145.99);
      expect(created.bulk_pricing_rules).toEqual([
        { quantity_min: 10, quantity_max: 0, type: 'fixed', amount: 119.99 },
      ]);
    },
    edit: { price: 1 },
    owner: 'tool',
    ends: written('price', 145.99),
  },
  'list / MSRP': {
    part: { price: { ...price, list: '250.00' } },
    sends: ({ created }) => expect(created.retail_price).toBe(250),
    edit: { retail_price: 1 },
    owner: 'supplier',
    ends: written('retail_price', 250),
  },
  MAP: {
    part: { price: { ...price, map: '159.95' } },
    sends: ({ created }) => expect(created).toMatchObject({ map_price: 159.95, price: 159.99 }),
    edit: { map_price: 1 },
    owner: 'supplier',
    ends: written('map_price', 159.95),
  },
  promotion: {
    part: {},
    sends: ({ created }) => expect(created).not.toHaveProperty('sale_price'),
    edit: { sale_price: 99.5 },
    owner: 'merchant',
    ends: kept('sale_price', 99.5),
  },
  'core charge': {
    part: { price: { ...price, core: '25.00' } },
    sends({ created, customFields }) {
      expect(customFields['Core charge']).toBe('$25.00');
      expect(created.price).toBe(145.99);
    },
    editCustomField: ['Core charge', 'none'],
    owner: 'supplier',
    ends: customField('Core charge', '$25.00'),
  },
  weight: {
    part: { weight: { value: 10, unit: 'kg' } },
    sends: ({ created }) => expect(created.weight).toBe(22.0462),
    edit: { weight: 1 },
    owner: 'supplier',
    ends: written('weight', 22.0462),
  },
  'weight, missing or 0': {
    part: { weight: { value: 0, unit: 'lb' } },
    sends: ({ created }) => expect(created).toMatchObject({ weight: 0, is_visible: false }),
    edit: { weight: 12, is_visible: true },
    owner: 'merchant, after edit',
    ends(seen) {
      expect(seen.after).toMatchObject({ weight: 12, is_visible: true });
      expect(writes(seen)).toEqual([]);
    },
  },
  dimensions: {
    part: { dimensions: { length: 25.4, width: 5.08, height: 2.54, unit: 'cm' } },
    sends(seen) {
      expect(seen.created).toMatchObject({ depth: 10, width: 2, height: 1 });
      expect(json(seen, 'supplier')).toMatchObject({
        size: { length: '25.4', width: '5.08', height: '2.54', unit: 'cm' },
      });
    },
    edit: { depth: 99 },
    owner: 'supplier',
    ends: written('depth', 10),
  },
  'freight / LTL': {
    part: { weight: { value: 150.5, unit: 'lb' } },
    sends: ({ customFields }) => expect(customFields['Ships by freight']).toBe('Yes'),
    edit: { fixed_cost_shipping_price: 80 },
    owner: 'merchant',
    ends: kept('fixed_cost_shipping_price', 80),
  },
  'freight / LTL by size': {
    part: { dimensions: { length: 8.5, width: 1, height: null, unit: 'ft' } },
    sends: ({ customFields }) => expect(customFields['Ships by freight']).toBe('Yes'),
    owner: 'merchant',
    ends: customField('Ships by freight', 'Yes'),
  },
  stock: {
    part: { pack_quantity: 4, inventory: inventoryOf(['RNO', 9, 2], ['DFW', 5, 3], ['HBG', 100, 1]) },
    // 9 + 5 − 1, in packs of 4; HBG does not count.
    sends: ({ created }) =>
      expect(created).toMatchObject({ inventory_level: 12, inventory_tracking: 'product' }),
    edit: { inventory_level: 99 },
    owner: 'tool',
    ends({ later, after }) {
      const [adjustment] = later.filter(({ path }) => path === '/v3/inventory/adjustments/absolute');
      expect(adjustment?.body.items).toContainEqual({ product_id: after.id, location_id: 1, quantity: 12 });
      expect(after.inventory_level).toBe(12);
    },
  },
  'low-stock level': {
    part: {},
    sends: ({ created }) => expect(created.inventory_warning_level).toBe(3),
    edit: { inventory_warning_level: 40 },
    owner: 'merchant',
    ends: kept('inventory_warning_level', 40),
  },
  'lead time, cut-off wording': {
    part: { inventory: inventoryOf(['RNO', 9, 5], ['DFW', 5, 3]) },
    sends: ({ created }) => expect(created.availability_description).toBe('Ships in 3 days'),
    edit: { availability_description: 'Tomorrow' },
    owner: 'supplier',
    ends: written('availability_description', 'Ships in 3 days'),
  },
  'sellable = false, discontinued': {
    part: {},
    sends: ({ created }) => expect(created.is_visible).toBe(true),
    // biome-ignore lint/suspicious/noThenProperty: what happens next
    then: { status: 'discontinued' },
    owner: 'tool',
    ends(seen) {
      expect(seen.after.is_visible).toBe(false);
      expect(writes(seen)).toContain('is_visible');
      expect(
        seen.later.filter(({ method, path }) => method === 'DELETE' && path.endsWith('/products')),
      ).toEqual([]);
    },
  },
  'condition new / reman / used': {
    part: { condition: 'reman' },
    sends: ({ created }) =>
      expect(created).toMatchObject({ condition: 'Refurbished', is_condition_shown: true }),
    edit: { condition: 'Used' },
    owner: 'supplier',
    ends: written('condition', 'Refurbished'),
  },
  'pack / minimum': {
    part: { pack_quantity: 4, minimum_quantity: 8 },
    sends({ created, customFields }) {
      expect(created.order_quantity_minimum).toBe(8);
      expect(customFields['Sold in packs of']).toBe('4');
    },
    edit: { order_quantity_minimum: 1 },
    owner: 'supplier',
    ends: written('order_quantity_minimum', 8),
  },
  'ship-from, supplier variant id': {
    part: { inventory: inventoryOf(['RNO', 9, 2], ['DFW', 5, 3], ['HBG', 100, 1]) },
    sends: ({ created, partId }) => expect(created.bin_picking_number).toBe(`${partId} RNO, DFW`),
    edit: { bin_picking_number: 'Shelf 7' },
    owner: 'tool',
    ends: (seen) => written('bin_picking_number', `${seen.partId} RNO, DFW`)(seen),
  },
  'supplier ids, hashes, last-seen time': {
    part: { updated_at: '2026-11-01T00:00:00.000Z' },
    sends(seen) {
      expect(seen.metafields.supplier?.permission_set).toBe('app_only');
      expect(json(seen, 'supplier')).toMatchObject({
        id: seen.partId,
        updatedAt: '2026-11-01T00:00:00.000Z',
        hash: expect.stringMatching(/^[\da-f]{32}$/),
      });
    },
    owner: 'tool',
    ends: notRewritten,
  },
  'attributes (PAdb)': {
    part: {
      part_number: 'ATTR',
      attributes: [
        { name: 'Bolt circle', value: '11.25 in' },
        { name: 'Notes', value: 'x'.repeat(251) },
      ],
    },
    sends(seen) {
      expect(seen.customFields).toMatchObject({ 'Bolt circle': '11.25 in' });
      expect(seen.customFields).not.toHaveProperty('Notes');
      expect(seen.problems).toContainEqual(
        expect.objectContaining({ code: 'CUSTOM_FIELD_LEFT_OUT', sku: 'GU-ATTR' }),
      );
      expect(json(seen, 'attributes')).toEqual([{ name: 'Notes', value: 'x'.repeat(251) }]);
    },
    editCustomField: ['Bolt circle', '1 in'],
    owner: 'supplier',
    ends: customField('Bolt circle', '11.25 in'),
  },
  'interchange, OE numbers': {
    part: {
      part_number: 'A23-275X',
      interchange: [{ brand: 'Webb', part_number: '66864B', note: 'Verify bore' }],
    },
    sends(seen) {
      expect(seen.customFields.Interchange).toBe('Webb 66864B');
      expect(seen.created.search_keywords).toBe('A23-275X, A23275X, Webb 66864B');
      expect(json(seen, 'interchange')).toEqual([
        { brand: 'Webb', partNumber: '66864B', note: 'Verify bore' },
      ]);
    },
    editCustomField: ['Interchange', 'none'],
    owner: 'supplier',
    ends: customField('Interchange', 'Webb 66864B'),
  },
  fitment: {
    part: {
      fitment: [
        {
          type: 'vehicle',
          vehicle_id: 'V1',
          year: 2018,
          make: 'Freightliner',
          model: 'Cascadia',
          engine: null,
        },
        { type: 'component', make: 'Meritor', model: 'Q+', note: 'Drive axle' },
      ],
    },
    sends(seen) {
      expect(seen.metafields.fitment?.permission_set).toBe('read_and_sf_access');
      expect(json(seen, 'fitment')).toEqual([
        { type: 'vehicle', vehicleId: 'V1', year: 2018, make: 'Freightliner', model: 'Cascadia' },
        { type: 'component', make: 'Meritor', model: 'Q+', note: 'Drive axle' },
      ]);
    },
    owner: 'supplier',
    ends: notRewritten,
  },
  'VMRS code': {
    part: { vmrs: '013-011-004' },
    sends: ({ customFields }) => expect(customFields.VMRS).toBe('013-011-004'),
    editCustomField: ['VMRS', '000'],
    owner: 'supplier',
    ends(seen) {
      customField('VMRS', '013-011-004')(seen);
      expect(seen.after.category_paths).toEqual(['Brakes/Air Disc']);
    },
  },
  category: {
    part: {},
    sends: ({ created }) => expect(created.categories).toHaveLength(1),
    // The store's first category is a foreign one.
    edit: { categories: [1] },
    // biome-ignore lint/suspicious/noThenProperty: what happens next
    then: { category_path: ['Brakes', 'Cast Drums'] },
    owner: 'merchant, after edit',
    // What a person took away stays away, and what is new is added to what is there.
    ends: ({ after }) => expect(after.category_paths).toEqual(['Foreign', 'Brakes/Cast Drums']),
  },
  images: {
    part: { images: [{ url: 'https://img.example/1.jpg' }, { url: 'https://img.example/2.jpg' }] },
    sends: ({ created }) =>
      expect(created.images).toEqual([
        { image_url: 'https://img.example/1.jpg', is_thumbnail: true, sort_order: 0 },
        { image_url: 'https://img.example/2.jpg', is_thumbnail: false, sort_order: 1 },
      ]),
    owner: 'merchant, after edit',
    ends: ({ after, later }) => {
      expect(after.images).toHaveLength(2);
      expect(later.filter(({ path }) => path.includes('/images'))).toEqual([]);
    },
  },
  'Prop 65, hazmat, warranty': {
    part: {
      prop65: { required: true, warning: 'Cancer - www.P65Warnings.ca.gov' },
      hazmat: { un_number: 'UN2794', hazard_class: '8' },
      warranty: '<b>One year</b> parts only',
    },
    sends({ created, customFields }) {
      expect(created.description).toContain('<strong>WARNING:</strong> Cancer - www.P65Warnings.ca.gov');
      expect(created.description).toContain('<strong>Hazardous material:</strong> UN2794, class 8');
      expect(customFields['Hazardous material']).toBe('UN2794, class 8');
      expect(created.warranty).toBe('One year parts only');
    },
    // The merchant's own words, the warnings lost on the way.
    edit: { description: '<p>Our own words</p>', warranty: 'None' },
    // biome-ignore lint/suspicious/noThenProperty: what happens next
    then: { prop65: { required: true, warning: 'Lead - www.P65Warnings.ca.gov' } },
    owner: 'supplier',
    ends({ after }) {
      expect(after.description).toMatch(/^<p>Our own words<\/p>\n/);
      expect(after.description).toContain('<strong>WARNING:</strong> Lead - www.P65Warnings.ca.gov');
      expect(after.description).toContain('UN2794');
      expect(after.description).not.toContain('Cancer');
      expect(after.warranty).toBe('One year parts only');
    },
  },
  'superseded by': {
    part: { status: 'superseded', superseded_by: 'FP1000000' },
    sends(seen) {
      expect(seen.metafields.superseded_by?.value).toBe('FP1000000');
      const links = seen.requests.flatMap(({ method, body }) =>
        method === 'PUT' ? [body].flat().filter((each) => each?.related_products) : [],
      );
      expect(links.map(({ related_products }) => related_products)).toEqual([[expect.any(Number)]]);
      expect(seen.after.related_products).toEqual(links[0].related_products);
    },
    owner: 'tool',
    ends: (seen) => expect(writes(seen)).toEqual([]),
  },
  'country of origin': {
    part: { country_of_origin: 'MX' },
    sends: ({ customFields }) => expect(customFields['Country of origin']).toBe('MX'),
    editCustomField: ['Country of origin', 'US'],
    owner: 'supplier',
    ends: customField('Country of origin', 'MX'),
  },
  'kit contents': {
    part: { kit_contents: [{ brand: 'Meritor', part_number: 'MKT4515', name: 'Hardware', quantity: 2 }] },
    sends(seen) {
      expect(seen.created.description).toContain(
        '<strong>In this kit:</strong> 2 × Meritor MKT4515 Hardware',
      );
      expect(json(seen, 'kit')).toEqual([
        { brand: 'Meritor', partNumber: 'MKT4515', name: 'Hardware', quantity: 2 },
      ]);
    },
    edit: { description: '<p>Everything for one wheel end</p>' },
    owner: 'supplier',
    ends: ({ after }) =>
      expect(after.description).toMatch(/^<p>Everything for one wheel end<\/p>\n.*2 × Meritor MKT4515/),
  },
  SEO: {
    part: { part_number: 'SEO', name: 'Drum' },
    sends: ({ created }) =>
      expect(created).toMatchObject({
        page_title: 'Gunite SEO Drum',
        meta_description: 'Buy Gunite SEO Drum',
      }),
    edit: { page_title: 'Ours' },
    // biome-ignore lint/suspicious/noThenProperty: what happens next
    then: { name: 'Brake Drum' },
    owner: 'merchant',
    ends(seen) {
      expect(seen.after).toMatchObject({ page_title: 'Ours', meta_description: 'Buy Gunite SEO Drum' });
      expect(writes(seen).filter((field) => field !== 'id')).toEqual(['name']);
    },
  },
};
