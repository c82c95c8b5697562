import { z } from 'zod';
import { GUARDS } from '../catalog/guards/guard.ts';
import { DELIMITERS, ENCODINGS, FORMATS } from '../csv/csv-row.ts';
import { CLASSES } from '../inventory/findings.ts';

/**
 * What `--json` prints, command by command: the promise to scripts. `npm run schemas` writes it into docs/schemas/.
 * Fields are added, never renamed or taken away without a new `schemaVersion`. Money is decimal text.
 */
const count = z.int().min(0);
const values = z.record(z.string(), z.unknown());
const text = z.string();

const PlanSummary = z.strictObject({
  id: text,
  create: count,
  update: count,
  stock: count,
  hide: count,
  metafields: count,
  related: count,
  delete: count,
  conflict: count,
  skip: count,
  unchanged: count,
});

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const share = amount.describe('0.125 is 12.5 %');

const PlanReview = z.strictObject({
  prices: z.strictObject({
    up: count,
    down: count,
    largest: z.array(z.strictObject({ sku: text, name: text, before: amount, after: amount, change: share })),
  }),
  stock: z.strictObject({ toZero: count, fromZero: count }),
  margin: z.strictObject({
    lowest: z.array(z.strictObject({ sku: text, name: text, price: amount, cost: amount, margin: share })),
  }),
  value: z.strictObject({
    created: amount.describe('pieces × price of the new products'),
    changed: amount.describe('what the others gain or lose, where both are known'),
  }),
});

const guardName = z.enum(GUARDS);
const Guard = z.strictObject({
  guard: guardName,
  code: text,
  message: text,
  offenders: count,
  of: count,
  first: z.array(
    z.strictObject({
      sku: text,
      name: text,
      before: text.nullable(),
      after: text.nullable(),
      reason: text,
    }),
  ),
  file: text.nullable().describe('a CSV with all offenders'),
  overridden: z.boolean(),
});

const ServiceCalls = z.strictObject({ total: count, byEndpoint: z.record(text, count) });

const SyncResult = z.strictObject({
  plan: PlanSummary,
  review: PlanReview,
  guards: z.array(Guard).describe('that the plan tripped; nothing is written unless all are overridden'),
  applied: z.strictObject({ done: count, failed: count, skipped: count, unknown: count }),
  calls: z.strictObject({ finditparts: ServiceCalls, bigcommerce: ServiceCalls }),
  rateLimited: count,
  durationMs: count,
});

const PlanRow = z.strictObject({
  kind: z.enum(['create', 'update', 'stock', 'hide', 'delete', 'metafields', 'related', 'conflict', 'skip']),
  sku: text,
  name: text,
  productId: z.int().nullable(),
  before: values,
  after: values,
  base: values.describe('what ttpd had last written'),
  owners: z.record(text, z.enum(['ttpd', 'merchant-after-edit', 'merchant'])).describe('by field'),
  reasons: z.record(text, text).describe('by field'),
  code: text.nullable(),
  reason: text.nullable(),
  state: z.enum(['planned', 'sent', 'done', 'failed', 'skipped', 'unknown']),
  error: z.strictObject({ code: text, message: text, status: z.int().optional() }).nullable(),
});

const Pruned = z.strictObject({
  pruned: count,
  ids: z.array(text),
  keep: text,
  dryRun: z.boolean(),
});

const Run = z.strictObject({
  id: text,
  command: text,
  planId: text.nullable(),
  profile: text,
  store: text,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  exitCode: z.int().nullable(),
  overrides: z.array(guardName),
});

const money = z
  .string()
  .regex(/^\d+\.\d{2}$/)
  .nullable();

const Part = z.strictObject({
  id: text,
  sku: text,
  brand: text,
  partNumber: text,
  name: text.nullable(),
  category: text.nullable(),
  condition: text.nullable(),
  status: text.nullable(),
  list: money,
  cost: money,
  core: money,
  currency: text.nullable(),
  stock: z.int().nullable(),
  weight: text.nullable(),
});

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const Step = z.strictObject({ what: text, value: text });

const Reason = z.strictObject({ code: text, message: text });
const signed = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .nullable()
  .describe('An amount, below zero for a loss');

const OrderRow = z.strictObject({
  orderId: z.int(),
  poNumber: text.nullable(),
  state: z.enum(['submitted', 'ready', 'review', 'failed', 'skipped']),
  supplierOrderId: text.nullable(),
  margin: signed,
  reasons: z.array(Reason),
});

const LineCounters = z.strictObject({
  orderProductId: z.int(),
  sku: text,
  ordered: count,
  confirmed: count.nullable().describe('null: the supplier has not said'),
  backordered: count.nullable(),
  shipped: count,
  cancelled: count,
});

const OrderReview = z.strictObject({
  id: z.int(),
  store: text,
  orderId: z.int(),
  po: text.nullable(),
  stage: z.enum(['check', 'refused', 'doubt', 'confirmation', 'shipping']),
  reasons: z.array(Reason.extend({ value: text.optional(), canRelease: z.literal(false).optional() })),
  since: z.iso.datetime(),
  resolution: z.enum(['approved', 'rejected', 'linked', 'retried', 'cleared']).nullable(),
  resolvedAt: z.iso.datetime().nullable(),
  resolvedBy: text.nullable(),
  note: text.nullable(),
});
const Decided = z.strictObject({ reviews: z.array(OrderReview) });

const purchaseOrderState = z.enum([
  'planned',
  'sending',
  'unknown',
  'refused',
  'accepted',
  'done',
  'abandoned',
]);

const planStatus = z.enum(['open', 'applying', 'applied']);

const Finding = z.strictObject({
  class: z.enum(CLASSES),
  sku: text.nullable(),
  name: text.nullable(),
  partId: text.nullable(),
  productId: z.int().nullable(),
  supplier: text.nullable().describe('what the store should have'),
  store: text.nullable().describe('what it has'),
  effect: decimal.nullable().describe("what is at stake, in the store's currency"),
  reason: text.nullable(),
  accepted: text.nullable().describe('the reason in the baseline'),
});

const ratio = z.number().min(0).max(1).nullable();

/** By the command's name; `result` is null where the command failed. */
export const RESULTS = {
  search: z.strictObject({ total: count.nullable(), parts: z.array(Part) }),
  show: z.strictObject({
    part: Part.extend({
      description: text.nullable(),
      details: values.nullable(),
      locations: z.array(values),
    }),
    store: z
      .strictObject({ id: z.int(), name: text, price: money, stock: z.int(), visible: z.boolean() })
      .nullable(),
  }),
  sync: SyncResult,
  'import-csv': z.strictObject({
    file: text,
    format: z.enum(FORMATS),
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    rows: z.strictObject({ total: count, valid: count, invalid: count, ignored: count }),
    plan: PlanSummary.nullable().describe('null with --offline'),
    applied: SyncResult.shape.applied.nullable(),
    review: SyncResult.shape.review.nullable(),
    guards: SyncResult.shape.guards,
    rejectsFile: text.nullable(),
  }),
  'csv inspect': z.strictObject({
    file: text,
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    hasHeader: z.boolean(),
    columns: z.array(
      z.strictObject({
        number: count.describe('from 1'),
        header: text.nullable(),
        field: text.nullable().describe('null: not recognised'),
        unit: text.nullable(),
        examples: z.array(text),
      }),
    ),
    map: text.nullable(),
  }),
  'export-csv': z.strictObject({
    file: text.nullable().describe('null: stdout'),
    format: z.enum(FORMATS),
    rows: count.describe('products'),
    bytes: count,
  }),
  apply: SyncResult,
  reconcile: z.strictObject({
    compared: count,
    equal: count,
    accuracy: ratio.describe('equal ÷ compared'),
    drift: z.strictObject({ stock: count, price: count, visibility: count }),
    storeOnly: count,
    supplierOnly: count,
    duplicates: count,
    unreadable: count,
    stale: count,
    unmapped: count,
    accepted: count,
    complete: z.boolean().describe('both sides were read to their end'),
    items: z.array(Finding).max(100),
    reports: z.array(z.strictObject({ format: z.enum(['csv', 'json', 'md', 'junit']), file: text })),
    fixed: z
      .strictObject({ plan: PlanSummary, applied: SyncResult.shape.applied, accuracyBefore: ratio })
      .nullable(),
  }),
  resume: SyncResult,
  retry: SyncResult,
  rollback: SyncResult.extend({
    of: text.describe('the plan whose rows are taken back'),
    counts: z.strictObject({ restored: count, kept: count, failed: count }),
    restored: z.array(z.strictObject({ sku: text, kind: PlanRow.shape.kind, fields: z.array(text) })),
    kept: z.array(
      z.strictObject({
        sku: text,
        field: text,
        before: z.unknown(),
        written: z.unknown(),
        now: z.unknown(),
      }),
    ),
    failed: z.array(z.strictObject({ sku: text, code: text, message: text })),
  }),
  'plan list': z.strictObject({
    plans: z.array(
      PlanSummary.extend({
        createdAt: z.iso.datetime(),
        status: planStatus,
        guards: z.array(guardName),
        selection: values,
      }),
    ),
  }),
  'plan show': z.strictObject({
    plan: PlanSummary,
    review: PlanReview,
    guards: z.array(Guard),
    status: planStatus,
    hash: text,
    createdAt: z.iso.datetime(),
    selection: values,
    rows: z.array(PlanRow),
    more: z.boolean(),
  }),
  'plan export': z.strictObject({
    plan: text,
    format: z.enum(['csv', 'ndjson']),
    lines: count,
    file: text.nullable(),
  }),
  'plan prune': Pruned,
  'runs prune': Pruned,
  'runs list': z.strictObject({ runs: z.array(Run) }),
  'runs show': Run.extend({ result: z.unknown() }),
  'config list': z.strictObject({
    settings: z.array(z.strictObject({ key: text, value: z.unknown(), origin: text })),
  }),
  'config init': z.strictObject({ file: text }),
  'rules test': z.strictObject({
    part: text,
    sku: text,
    name: text,
    held: z.strictObject({ code: text, reason: text }).nullable(),
    priceRule: text.nullable(),
    price: decimal.nullable(),
    margin: decimal.nullable().describe('0 to 1, of the price'),
    priceSteps: z.array(Step),
    stock: count.nullable(),
    stockSteps: z.array(Step),
    categoryRule: count.nullable().describe('entry of categories.map, from 0'),
    fields: values,
  }),
  'rules coverage': z.strictObject({
    parts: count,
    priced: z.record(text, count).describe('by price rule'),
    held: z.record(text, count).describe('by reason'),
    examples: z.array(z.strictObject({ sku: text, name: text, code: text, reason: text })),
  }),
  'ledger check': z.strictObject({ file: text, bytes: count, plans: count, runs: count, sound: z.boolean() }),
  'ledger backup': z.strictObject({ file: text, bytes: count }),
  'order list': z.strictObject({
    orders: z.array(
      z.strictObject({
        orderId: z.int(),
        state: z.enum(['ready', 'waiting', 'review', 'rejected', 'claimed', 'foreign']),
        created: z.iso.datetime().nullable(),
        customer: text.nullable().describe('masked, unless --show-personal-data'),
        total: text,
        currency: text,
        lines: count,
        foreign: count,
        margin: signed,
        blockers: z.array(Reason),
      }),
    ),
  }),
  'order submit': z.strictObject({
    orders: z.array(OrderRow),
    submitted: count,
    review: count,
    failed: count,
  }),
  'order status': z.strictObject({
    orders: z.array(
      z.strictObject({
        orderId: z.int(),
        poNumber: text,
        state: purchaseOrderState,
        supplierOrderId: text.nullable(),
        supplierStatus: text.nullable(),
        margin: signed,
        lines: z.array(LineCounters),
        trackingNumbers: z.array(text),
        reasons: z.array(Reason),
      }),
    ),
    cores: z.array(
      z.strictObject({
        orderId: z.int(),
        poNumber: text,
        sku: text,
        quantity: count,
        core: text,
        since: z.iso.datetime(),
      }),
    ),
  }),
  'order track': z.strictObject({
    orders: z.array(
      z.strictObject({
        orderId: z.int(),
        poNumber: text,
        supplierOrderId: text.nullable(),
        supplierStatus: text.nullable(),
        state: z.enum(['done', 'open', 'review', 'failed']),
        shipments: z.array(text).describe('tracking numbers written in this run'),
        lines: z.array(LineCounters),
        reasons: z.array(Reason),
      }),
    ),
    shipments: count,
    review: count,
    failed: count,
  }),
  'order review list': Decided,
  'order review show': z.strictObject({
    orderId: z.int(),
    status: text.nullable(),
    reviews: z.array(OrderReview),
    records: z.array(values),
    addresses: z.array(values).describe('masked, unless --show-personal-data'),
  }),
  'order review approve': Decided,
  'order review reject': Decided,
  'order review retry': Decided,
  'order review link': OrderRow,
  'config path': z.strictObject({ config: text, ledger: text, sandbox: text, audit: text }),
  'sandbox serve': z.strictObject({ url: z.url() }),
  'sandbox reset': z.strictObject({ reset: z.literal(true) }),
} satisfies Record<string, z.ZodType>;

export function documentSchema(command: keyof typeof RESULTS): z.ZodType {
  return z.strictObject({
    schemaVersion: z.literal(1),
    command: z.literal(command),
    profile: text,
    store: text.nullable(),
    run: text.nullable(),
    exitCode: z.union([0, 1, 2, 3, 4, 5, 6, 7, 10, 130].map((code) => z.literal(code))),
    result: RESULTS[command].nullable(),
    problems: z.array(
      z.strictObject({
        code: text,
        message: text,
        severity: z.enum(['error', 'warning', 'info']),
        sku: text.optional(),
        line: count.optional(),
        column: text.optional(),
        value: text.optional(),
        hint: text.optional(),
        next: z.array(text).optional(),
      }),
    ),
  });
}

/** File name → JSON Schema, as in docs/schemas/. */
export function jsonSchemas(): Record<string, string> {
  const commands = Object.keys(RESULTS) as (keyof typeof RESULTS)[];
  return Object.fromEntries(
    commands.map((command) => [
      `${command.replaceAll(' ', '-')}.json`,
      `${JSON.stringify(z.toJSONSchema(documentSchema(command)), null, 2)}\n`,
    ]),
  );
}
