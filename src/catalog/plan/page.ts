import pMap from 'p-map';
import type { Problem } from '../../common/errors.ts';
import type { Part } from '../../finditparts/supplier.ts';
import type { Observation } from '../../ledger/journal/observations.ts';
import type { NewOperation } from '../../ledger/journal/operation.ts';
import type { Snapshot } from '../../ledger/journal/snapshots.ts';
import { type ProductFields, pick } from '../../product/fields.ts';
import type { FieldGroup } from '../../product/table.ts';
import { detailsKey } from '../../rules/details-key.ts';
import type { Engine } from '../engine/engine.ts';
import { lessSold } from '../map/less-sold.ts';
import type { HeldPart, MappedProduct } from '../map/map.ts';
import type { StoreEntry, StoreReader } from '../store/reader.ts';
import type { Taxonomy } from '../store/taxonomy.ts';
import { withOffers } from '../supply/offers.ts';
import { type RelatedRow, relatedRow } from './links.ts';
import { NOTHING_OBSERVED, type Observed, observe } from './observe.ts';
import type { PlanRequest } from './request.ts';
import { type PlannedPart, planRows, skipped, skipRow } from './rows.ts';

export interface PlannedPage {
  rows: NewOperation[];
  unchanged: number;
  /** Parts that an earlier page had already. */
  repeated: number;
  /** Details that were compared and led to no row: they need not be fetched again until the part changes. */
  seen: { sku: string; partUpdatedAt: string }[];
  /** Fields that both sides have alike and no row will remember: the base of the next comparison. */
  agreed: Observation[];
  /** Links to replacements that only this plan may create; `isOnly`: the product has no other row. */
  waiting: { row: RelatedRow; isOnly: boolean }[];
  problems: Problem[];
  /** For guards. */
  observed: Observed;
}

interface PageContext {
  engine: Engine;
  reader: StoreReader;
  request: PlanRequest;
  planId: string;
  taxonomy: Taxonomy;
}

/** A page of parts: map, look up, fetch what details are needed, diff. */
export async function planPage(
  context: PageContext,
  parts: readonly Part[],
  onPart: (done: number) => void,
): Promise<PlannedPage> {
  const { engine, reader } = context;
  const page: PlannedPage = {
    rows: [],
    unchanged: 0,
    repeated: 0,
    seen: [],
    agreed: [],
    waiting: [],
    problems: [],
    observed: NOTHING_OBSERVED,
  };
  const candidates = await claim(context, await withOffers(engine, parts), page);
  const skus = candidates.flatMap(({ mapped }) => [
    mapped.sku,
    ...(mapped.companion ? [mapped.companion.sku] : []),
  ]);
  const theirs = await reader.find(skus);
  const held = page.rows.map(({ sku }) => sku);
  const snapshots = await engine.ledger.snapshots.find(engine.storeKey, [...skus, ...held]);
  for (const row of page.rows)
    if (row.kind === 'skip') row.productId = snapshots.get(row.sku.toLowerCase())?.productId ?? null;
  const now = engine.clock.date();
  page.observed = observe({ candidates, held: page.rows, theirs, now, request: context.request });

  let done = parts.length - candidates.length;
  const planned = await pMap(
    candidates,
    async ({ part, mapped: whole }) => {
      const key = whole.sku.toLowerCase();
      const store = theirs.get(key);
      const productId = store?.productId ?? null;
      const mapped = lessSold(engine, context.request.mapper, { part, mapped: whole, productId });
      const candidate = { part, mapped, store, snapshot: snapshots.get(key) };
      const own = await withRelated(context, candidate, await planPart(context, candidate));
      const all = await withCompanion(context, { part, mapped }, own, { theirs, snapshots });
      onPart(++done);
      return all;
    },
    { concurrency: engine.concurrency, signal: engine.drain },
  );
  for (const { operations, seen, agreed, problems, waiting } of planned) {
    page.rows.push(...operations);
    if (waiting) page.waiting.push({ row: waiting, isOnly: operations.length === 0 });
    page.problems.push(...problems);
    if (operations.length === 0) page.unchanged += 1;
    if (seen) page.seen.push(seen);
    if (agreed) page.agreed.push(agreed);
  }
  for (const row of page.rows) if (row.kind === 'skip') page.problems.push(problemOf(row));
  return page;
}

async function withRelated(
  { engine, request: { groups, rules, onlyFields } }: PageContext,
  { part, mapped, store, snapshot }: Candidate,
  own: PlannedPart,
): Promise<PlannedPart> {
  const { supersededBy } = part;
  if (!supersededBy || !groups.includes('content')) return own;
  if (onlyFields || !rules.superseded.related || own.operations.some(({ kind }) => kind === 'skip'))
    return own;
  const productId = store?.productId ?? null;
  const related = await relatedRow(engine, { part, supersededBy, mapped, productId, snapshot });
  if (!related) return own;
  if (related.waits) return { ...own, waiting: related.row };
  return { ...own, operations: [...own.operations, related.row] };
}

/** Its core charge, once the part itself is neither held nor left out. */
async function withCompanion(
  { engine, request }: PageContext,
  { part, mapped: { companion } }: Pick<Candidate, 'part' | 'mapped'>,
  own: PlannedPart,
  { theirs, snapshots }: { theirs: Map<string, StoreEntry>; snapshots: Map<string, Snapshot> },
): Promise<PlannedPart> {
  const { groups, rules, onlyFields } = request;
  if (!companion || onlyFields || own.operations.some(({ kind }) => kind === 'skip')) return own;
  const key = companion.sku.toLowerCase();
  const store = theirs.get(key);
  if (!store && whyNotCreate(part, { stock: 0 }, groups)) return own;
  const { claim } = await engine.ledger.storeCopy.claim(companion.sku, `${part.id} core`);
  if (claim === 'taken') {
    const reason = 'Another part leads to the SKU of its core charge.';
    const row = skipRow(part, companion.sku, 'DUPLICATE_SKU', reason);
    return { ...own, operations: [...own.operations, row] };
  }
  const planned = planRows({
    part: { ...part, updatedAt: null },
    mapped: companion,
    store,
    snapshot: snapshots.get(key),
    groups,
    owners: rules.owners,
  });
  return {
    ...own,
    // It is no part of the supplier's, and must never be ordered as one.
    operations: [...own.operations, ...planned.operations.map((row) => ({ ...row, partId: null }))],
    problems: [...own.problems, ...planned.problems],
  };
}

interface Candidate {
  part: Part;
  mapped: MappedProduct;
  store: StoreEntry | undefined;
  snapshot: Snapshot | undefined;
}

async function planPart(
  { engine, request, taxonomy }: PageContext,
  candidate: Candidate,
): Promise<PlannedPart> {
  const { groups, mapper, rules, onlyFields } = request;
  const { part, mapped, store, snapshot } = candidate;
  if (onlyFields) return planFields(candidate, onlyFields.get(mapped.sku.toLowerCase()), request);
  const refusal = store ? undefined : whyNotCreate(part, mapped.fields, groups);
  if (refusal) return skipped(part, mapped.sku, ...refusal);
  const { brand } = mapped.fields;
  if (brand && !mapped.knownBrand && !rules.createBrands && !(await taxonomy.hasBrand(brand)))
    return skipped(
      part,
      mapped.sku,
      'BRAND_UNKNOWN',
      `The store has no brand "${brand}", and ttpd.yaml does not name it.`,
    );
  const comparedAs = part.updatedAt && `${part.updatedAt} ${detailsKey(rules)}`;
  if (!needsDetails(candidate, groups, comparedAs))
    return planRows({ ...candidate, groups, owners: rules.owners, comparedAs });

  const detailed = await engine.supplier.part(part.id, engine.drain);
  if (!detailed)
    return skipped(
      part,
      mapped.sku,
      'PART_GONE',
      'The supplier lists it and knows nothing more of it (404).',
    );
  const full = detailed.details ? { ...part, details: detailed.details } : part;
  const remapped = mapper(full, mapped.sold);
  if (remapped.kind === 'held')
    return skipped(full, remapped.sku, remapped.code, remapped.reason, store?.productId);
  return planRows({
    part: full,
    mapped: mapped.sold ? { ...remapped, sold: mapped.sold } : remapped,
    store,
    snapshot,
    groups,
    owners: rules.owners,
    comparedAs,
  });
}

function planFields(
  candidate: Candidate,
  names: ReadonlySet<string> | undefined,
  { groups, rules }: PlanRequest,
): PlannedPart {
  const { part, mapped, store } = candidate;
  if (!store) return skipped(part, mapped.sku, 'NOT_IN_STORE', 'It is not in the store any more.');
  const fields = pick(mapped.fields, [...(names ?? [])]);
  return planRows({ ...candidate, mapped: { ...mapped, fields }, groups, owners: rules.owners });
}

/** Reasons to leave a part out of the store that would be no reason to touch it there. */
function whyNotCreate(
  part: Part,
  fields: ProductFields,
  groups: readonly FieldGroup[],
): [code: string, reason: string] | undefined {
  if (groups.length < 3) return ['NOT_IN_STORE', 'It is not in the store, and --only changes what is there.'];
  if (part.status === 'discontinued') return ['DISCONTINUED', 'The supplier has discontinued it.'];
  if (fields.stock === undefined)
    return ['STOCK_UNKNOWN', 'The supplier does not say how many are in stock, and unknown is not zero.'];
  return undefined;
}

/**
 * Details cost a call each, so they are fetched for new products, for parts that changed since they were compared, and for
 * all parts when the rules that work on details changed.
 */
function needsDetails(
  { part, store, snapshot }: Candidate,
  groups: readonly FieldGroup[],
  comparedAs: string | null,
): boolean {
  if (part.details || part.status === 'discontinued' || !groups.includes('content')) return false;
  return !store || comparedAs === null || snapshot?.partUpdatedAt !== comparedAs;
}

/** Parts that can be mapped and whose SKU no other part has; the rest become skipped rows. */
async function claim({ engine, request, planId }: PageContext, parts: readonly Part[], page: PlannedPage) {
  const candidates: { part: Part; mapped: MappedProduct }[] = [];
  const { ledger } = engine;
  for (const part of parts) {
    const mapped = request.mapper(part);
    const claimed = await ledger.storeCopy.claim(mapped.sku, part.id);
    if (claimed.claim === 'again') page.repeated += 1;
    else if (claimed.claim === 'taken') {
      const reason = `Two parts of the supplier lead to this SKU: ${claimed.by} and ${part.id}. Neither is written.`;
      await ledger.operations.hold(planId, mapped.sku.toLowerCase(), 'DUPLICATE_SKU', reason);
      dropTwin(mapped.sku);
      page.rows.push(skipRow(part, mapped.sku, 'DUPLICATE_SKU', reason));
    } else if (mapped.kind === 'product') candidates.push({ part, mapped });
    else if (part.status === 'discontinued') candidates.push({ part, mapped: onlyHidden(mapped) });
    else page.rows.push(skipRow(part, mapped.sku, mapped.code, mapped.reason));
  }
  return candidates;

  /** The other one may be on this very page, and not be a row yet. */
  function dropTwin(sku: string): void {
    const at = candidates.findIndex(({ mapped }) => mapped.sku.toLowerCase() === sku.toLowerCase());
    const [twin] = at < 0 ? [] : candidates.splice(at, 1);
    if (twin)
      page.rows.push(
        skipRow(
          twin.part,
          twin.mapped.sku,
          'DUPLICATE_SKU',
          'Two parts of the supplier lead to this SKU. Neither is written.',
        ),
      );
  }
}

/** What is no longer sold is hidden, also when it could not be priced or weighed any more. */
function onlyHidden({ sku, because }: HeldPart): MappedProduct {
  return {
    kind: 'product',
    sku,
    fields: { visible: false },
    warnings: [],
    hiddenAtFirst: true,
    knownBrand: true,
    because,
  };
}

function problemOf(row: NewOperation & { kind: 'skip' }): Problem {
  return {
    code: row.code,
    severity: row.code === 'PART_GONE' ? 'info' : 'warning',
    sku: row.sku,
    message: row.reason,
  };
}
