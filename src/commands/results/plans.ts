import { z } from 'zod';
import { FLOORS, GUARDS } from '../../ledger/journal/plan-notes.ts';
import { OWNERS } from '../../product/table.ts';
import { decimal as amount, count, text, values } from './values.ts';

export const PlanSummary = z.strictObject({
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
  categories: z
    .array(text)
    .describe('that the store lacks and the plan makes, from the top: Brakes / Brake Drums'),
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

export const SyncResult = z.strictObject({
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
  owners: z.record(text, z.enum(OWNERS)).describe('by field'),
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
  overrides: z.array(z.enum([...GUARDS, ...FLOORS.map((floor) => `below-${floor}` as const)])),
});

const Held = z.strictObject({
  plan: PlanSummary,
  guards: z.array(Guard).describe('that still stop it, and those that were overridden'),
  rows: count,
  held: z.array(text),
  released: z.array(text),
});

const planStatus = z.enum(['open', 'applying', 'applied']);

/** Commands that plan, write, take back, and tell of it. */
export const PLANS = {
  sync: SyncResult,
  apply: SyncResult,
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
  'plan hold': Held,
  'plan unhold': Held,
  'plan prune': Pruned,
  'runs prune': Pruned,
  'runs list': z.strictObject({ runs: z.array(Run) }),
  'runs show': Run.extend({ result: z.unknown() }),
};
