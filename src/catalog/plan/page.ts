import pMap from 'p-map';
import type { Problem } from '../../common/errors.ts';
import type { Part } from '../../finditparts/supplier.ts';
import type { Observation } from '../../ledger/journal/observations.ts';
import type { NewOperation } from '../../ledger/journal/operation.ts';
import type { GuardFacts } from '../../ledger/journal/plan-notes.ts';
import type { Snapshot } from '../../ledger/journal/snapshots.ts';
import { isNone } from '../../product/compare.ts';
import { customField } from '../../product/field-names.ts';
import { type ProductFields, pick } from '../../product/fields.ts';
import { customFieldsIn } from '../../product/nested-fields.ts';
import { CUSTOM_FIELDS_LIMIT, type FieldGroup } from '../../product/table.ts';
import { detailsKey } from '../../rules/details-key.ts';
import type { Engine } from '../engine/engine.ts';
import type { MappedProduct, Mapper } from '../map/map.ts';
import { lessSold } from '../map/open-orders.ts';
import type { OpenStore, StoreEntry } from '../store/reader.ts';
import { inStore } from '../store/taxonomy.ts';
import { claim } from './claim.ts';
import { planHeld, toldOf } from './held.ts';
import { findSides, findTaken, type Sides, strayed, withReason } from './identity.ts';
import { type RelatedRow, relatedRow } from './links.ts';
import { type Figures, observe } from './observe.ts';
import type { PlanRequest } from './request.ts';
import { type PlannedPart, planRows, skipped, skipRow } from './rows.ts';

export interface PlannedPage {
  rows: NewOperation[];
  unchanged: number;
  /** Details that were compared and led to no row: they need not be fetched again until the part changes. */
  seen: { sku: string; partUpdatedAt: string }[];
  /** For guards; and fields that both sides have alike and no row will remember, the base of the next comparison. */
  observations: Observation[];
  /** Links to replacements that only this plan may create; `isOnly`: the product has no other row. */
  waiting: { row: RelatedRow; isOnly: boolean }[];
  problems: Problem[];
  /** For guards. */
  figures: Figures & Pick<GuardFacts, 'repeated'>;
}

interface PageContext {
  engine: Engine;
  request: PlanRequest;
  planId: string;
  store: () => Promise<OpenStore>;
}

/** A page of parts: map, look up, diff, with the details that are needed. */
export async function planPage(
  context: PageContext,
  parts: readonly Part[],
  onPart: (done: number) => void,
): Promise<PlannedPage> {
  const { engine, request, planId } = context;
  const { candidates, held, skipped: left, repeated } = await claim(engine, request.mapper, planId, parts);
  const open = await context.store();
  const { find, unreadable, taxonomy } = open;
  const skus = [
    ...candidates.flatMap(({ mapped: { sku, companion } }) => (companion ? [sku, companion.sku] : [sku])),
    ...held.map(({ mapped }) => mapped.sku),
  ];
  const sides = await findSides(
    engine,
    { find, unreadable },
    skus,
    left.map(({ sku }) => sku),
  );
  const { theirs, snapshots } = sides;
  const taken = await findTaken(
    engine,
    candidates
      .map(({ mapped }) => mapped)
      .filter(({ sku }) => !theirs.has(sku.toLowerCase()) && !unreadable.has(sku.toLowerCase())),
  );
  for (const row of left) row.productId = snapshots.get(row.sku.toLowerCase())?.productId ?? null;
  const { observations, ...figures } = observe({
    candidates: [...candidates, ...held.map(({ part, mapped }) => ({ part, mapped: toldOf(mapped) }))],
    held: left,
    theirs,
    now: engine.clock.date(),
    request,
  });

  let done = parts.length - candidates.length;
  const planned = await pMap(
    candidates,
    async ({ part, mapped }) => {
      const key = mapped.sku.toLowerCase();
      const snapshot = snapshots.get(key);
      const candidate = {
        ...{ part, mapped, store: theirs.get(key) },
        snapshot: snapshot && inStore(taxonomy, snapshot),
      };
      const refused = taken.get(key);
      const stray = refused
        ? skipped(part, mapped.sku, refused.code, refused.message)
        : strayed(part, mapped.sku, sides);
      const planned = stray ?? withReason(await planPart(context, candidate, open), mapped.sku, sides);
      const own = await withRelated(context, candidate, planned);
      const all = await withCompanion(context, candidate, own, { ...sides, open });
      onPart(++done);
      return all;
    },
    { concurrency: engine.concurrency, signal: engine.drain },
  );
  const told = held.map(({ part, mapped }) => {
    const key = mapped.sku.toLowerCase();
    const sidesOf = { part, mapped, store: theirs.get(key), snapshot: snapshots.get(key) };
    return strayed(part, mapped.sku, sides) ?? planHeld(engine, request, sidesOf);
  });
  const rows = [...left, ...[...told, ...planned].flatMap(({ operations }) => operations)];
  return {
    rows,
    unchanged: planned.filter(({ operations }) => operations.length === 0).length,
    seen: planned.flatMap(({ seen }) => seen ?? []),
    observations: [...observations, ...planned.flatMap(({ agreed }) => agreed ?? [])],
    waiting: planned.flatMap(({ waiting, operations }) =>
      waiting ? [{ row: waiting, isOnly: operations.length === 0 }] : [],
    ),
    problems: [
      ...sides.problems,
      ...[...told, ...planned].flatMap(({ problems }) => problems),
      ...rows.flatMap((row) => (row.kind === 'skip' ? [problemOf(row)] : [])),
    ],
    figures: { ...figures, repeated },
  };
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
  sides: Sides & { open: OpenStore },
): Promise<PlannedPart> {
  const { groups, rules, onlyFields } = request;
  if (!companion || onlyFields || own.operations.some(({ kind }) => kind === 'skip')) return own;
  const key = companion.sku.toLowerCase();
  const store = sides.theirs.get(key);
  const stray = strayed(part, companion.sku, sides);
  if (stray) return { ...own, operations: [...own.operations, ...stray.operations] };
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
    channels: store ? [] : await sides.open.channelsOfNew(),
    store,
    snapshot: sides.snapshots.get(key),
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
  { engine, request }: PageContext,
  candidate: Candidate,
  { taxonomy, channelsOfNew }: OpenStore,
): Promise<PlannedPart> {
  const { groups, mapper, rules, onlyFields } = request;
  const { part, mapped, store, snapshot } = candidate;
  if (onlyFields) return planFields(engine, request, candidate, onlyFields.get(mapped.sku.toLowerCase()));
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
  const detailed = needsDetails(candidate, groups, comparedAs)
    ? await engine.supplier.part(part.id, engine.drain)
    : part;
  if (!detailed)
    return skipped(
      part,
      mapped.sku,
      'PART_GONE',
      'The supplier lists it and knows nothing more of it (404).',
    );
  const whole = detailed === part || !detailed.details ? part : { ...part, details: detailed.details };
  const productId = store?.productId ?? null;
  const room = customFieldRoom(candidate);
  const within: Mapper = (of, sold) => mapper(of, sold, room);
  const fits = customFieldsIn(mapped.fields).length <= room;
  const known = whole === part && fits ? mapped : within(whole);
  const ours = lessSold(engine, within, { part: whole, mapped: known, productId });
  if (ours.kind === 'held') return planHeld(engine, request, { part: whole, mapped: ours, store, snapshot });
  return planRows({
    ...{
      part: whole,
      mapped: inStore(taxonomy, ours),
      store,
      snapshot,
      groups,
      owners: rules.owners,
      comparedAs,
    },
    channels: store ? [] : await channelsOfNew(),
  });
}

/** What the merchant's own custom fields leave: those that ttpd has not written. */
function customFieldRoom({ store, snapshot }: Candidate): number {
  const written = snapshot?.fields ?? {};
  const foreign = customFieldsIn(store?.fields ?? {}).filter((pair) => isNone(written[customField(pair)]));
  return CUSTOM_FIELDS_LIMIT - foreign.length;
}

function planFields(
  engine: Engine,
  { groups, mapper, rules }: PlanRequest,
  candidate: Candidate,
  names: ReadonlySet<string> | undefined,
): PlannedPart {
  const { part, store } = candidate;
  const { sku } = candidate.mapped;
  if (!store) return skipped(part, sku, 'NOT_IN_STORE', 'It is not in the store any more.');
  const ours = lessSold(engine, mapper, { ...candidate, productId: store.productId });
  const mapped = {
    ...ours,
    fields: pick(ours.fields, [...(names ?? []), ...(names?.has('stock') ? ['stockByLocation'] : [])]),
  };
  return planRows({ ...candidate, mapped, groups, owners: rules.owners });
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

function problemOf(row: NewOperation & { kind: 'skip' }): Problem {
  return {
    code: row.code,
    severity: row.code === 'PART_GONE' ? 'info' : 'warning',
    sku: row.sku,
    message: row.reason,
  };
}
