import type { Problem } from '../../common/errors.ts';
import type { Offer, Part } from '../../finditparts/supplier.ts';
import type { Observation } from '../../ledger/journal/observations.ts';
import {
  level,
  metafieldsOnly,
  type NewOperation,
  type OfferFigures,
  only,
  type RowContent,
} from '../../ledger/journal/operation.ts';
import type { Snapshot } from '../../ledger/journal/snapshots.ts';
import { isNone, noneIfZero, sameValue } from '../../product/compare.ts';
import { isMetafield } from '../../product/field-names.ts';
import {
  changesFrom,
  fieldsFrom,
  namesIn,
  type Owners,
  ownerOf,
  type ProductChanges,
  type ProductFields,
  pick,
} from '../../product/fields.ts';
import { savedName } from '../../product/marks.ts';
import { paidBeside } from '../../product/paid.ts';
import type { FieldGroup } from '../../product/table.ts';
import type { MappedProduct } from '../map/map.ts';
import type { StoreEntry } from '../store/reader.ts';
import { type Conflict, diffProduct } from './diff.ts';

export interface PlannedPart {
  /** None: nothing changes. */
  operations: NewOperation[];
  /** See `PlannedPage.waiting`. */
  waiting?: NewOperation & { kind: 'related' };
  /** See `PlannedPage.seen`. */
  seen?: { sku: string; partUpdatedAt: string };
  /** See `PlannedPage.observations`. */
  agreed?: Observation;
  problems: Problem[];
}

/** What a row of stock writes. */
const LEVEL = ['stock', 'stockByLocation'] as const;

interface PartInput {
  part: Part;
  mapped: MappedProduct;
  store: StoreEntry | undefined;
  snapshot: Snapshot | undefined;
  groups: readonly FieldGroup[];
  owners: Owners;
  /** What the part's details count as compared as, once their rows are done. Its `updatedAt`. */
  comparedAs?: string | null;
  /** What a new product is put on; none where it is sold without that. */
  channels?: readonly number[];
}

/** What one part means for the store: a row to create it, or rows for content, stock and visibility, or none. */
export function planRows({
  part,
  mapped,
  store,
  snapshot,
  groups,
  owners,
  comparedAs = part.updatedAt,
  channels = [],
}: PartInput): PlannedPart {
  const { sku, fields, warnings } = mapped;
  const partUpdatedAt = part.details ? comparedAs : null;
  if (!store) {
    const stated = fieldsFrom(
      Object.entries(fields).filter(([field, value]) => noneIfZero(field, value) !== null),
    );
    const after = {
      ...(mapped.nameAtFirst === undefined ? {} : { name: mapped.nameAtFirst }),
      ...stated,
      ...(channels.length > 0 ? { channels: [...channels] } : {}),
      ...(mapped.hiddenAtFirst ? { visible: false } : {}),
    };
    const [own, meta] = apart(after, isMetafield);
    const hasMeta = Object.keys(meta).length > 0;
    const row = operation(part, sku, fields, {
      kind: 'create',
      productId: null,
      before: {},
      after: own,
      snapshot: { fields: withoutChannels(own), partUpdatedAt: hasMeta ? null : partUpdatedAt },
    });
    const metafields = metafieldRow(part, sku, fields, {
      ...{ productId: null, before: {}, after: meta, partUpdatedAt },
    });
    return { operations: hasMeta ? [row, metafields] : [row], problems: warnings };
  }

  const base = snapshot?.fields ?? {};
  const { before, after, conflicts, agreed } = diffProduct({
    base,
    ours: statedOf(mapped, store),
    theirs: store.fields,
    groups,
    owners,
  });
  const hides = after.visible === false;
  // What another row of the product writes is that row's to remember.
  const isUpdates = (field: string) =>
    !LEVEL.some((name) => name === field) && !(hides && field === 'visible') && !isMetafield(field);
  const changed = Object.keys(after).filter(isUpdates);
  const written = Object.keys(agreed).filter(isUpdates);
  const meta = Object.keys(after).filter(isMetafield);
  const rows: NewOperation[] = [];
  const problems = [
    ...warnings,
    ...untracked(sku, store, fields, groups),
    ...conflicts.map((conflict) => conflictProblem(sku, conflict)),
  ];
  const { productId } = store;
  const add = (row: RowContent) => rows.push(operation(part, sku, fields, row));
  const alone = <Field extends 'visible' | (typeof LEVEL)[number]>(names: readonly Field[]) => ({
    productId,
    before: only(before, names),
    base: pick(base, names),
    snapshot: { fields: pick(agreed, names), partUpdatedAt: null },
  });
  if (changed.length > 0) {
    const own = pick(after, changed);
    add({
      ...{ kind: 'update', productId, after: own, base: pick(base, changed) },
      before: { ...paidBeside(store.fields, own), ...pick(before, [...changed, ...writtenWhole(own)]) },
      // Details count as compared once all that they led to is written; metafields come last.
      snapshot: { fields: pick(agreed, written), partUpdatedAt: meta.length === 0 ? partUpdatedAt : null },
    });
  }
  if (hides) add({ kind: 'hide', ...alone(['visible']), after: only(after, ['visible']) });
  // The whole level goes along, where the same pieces are at other places.
  if (!isNone(fields.stock) && LEVEL.some((name) => name in after))
    add({
      ...{ kind: 'stock', ...alone(LEVEL), ...takenOff(part, mapped) },
      before: only({ ...pick(store.fields, LEVEL), ...before }, LEVEL),
      after: level(fields.stock, fields.stockByLocation),
    });
  if (meta.length > 0)
    rows.push(
      metafieldRow(part, sku, fields, {
        ...{ productId, before, after, partUpdatedAt },
        ...(changed.length === 0 ? { agreed: pick(agreed, written) } : {}),
      }),
    );
  if (conflicts.length > 0)
    add({
      kind: 'conflict',
      productId,
      before: changesFrom(conflicts.map(({ field, theirs }) => [field, theirs])),
      after: changesFrom(conflicts.map(({ field, ours }) => [field, ours])),
      base: changesFrom(conflicts.map(({ field, base: last }) => [field, last])),
      code: 'CONFLICT',
      reason: `Changed on both sides, the store's value stays: ${conflicts.map(({ field }) => field).join(', ')}.`,
    });
  const isCompared = changed.length === 0 && meta.length === 0;
  const seen = isCompared && partUpdatedAt !== null ? { seen: { sku, partUpdatedAt } } : {};
  const news = changed.length === 0 && snapshot ? agreement(sku, base, agreed, owners) : {};
  return { operations: rows, problems, ...seen, ...news };
}

/** Where it is sold is the merchant's from then on. */
function withoutChannels({ channels: _, ...fields }: ProductFields): ProductFields {
  return fields;
}

/** Keeps what it takes off for sold pieces: what sells until it is written comes on top of that. */
function takenOff({ offer }: Part, { sold, because }: MappedProduct) {
  return sold && offer ? { reason: because.sold, offer: { ...figuresOf(offer), sold } } : {};
}

/** A merchant who took over the supplier's value is no longer one who edited it. Lists are only ever added to. */
function agreement(
  sku: string,
  base: ProductChanges,
  agreed: ProductChanges,
  owners: Owners,
): Pick<PlannedPart, 'agreed'> {
  const news = namesIn(agreed).filter(
    (field) =>
      ownerOf(field, owners) === 'merchant-after-edit' &&
      field !== 'categories' &&
      // Those that another ledger wrote, of which this one knows nothing yet.
      (field !== 'images' || !base.images) &&
      !sameValue(field, base[field], agreed[field]),
  );
  if (news.length === 0) return {};
  const taken = changesFrom(
    news.flatMap((field) => [
      [field, agreed[field]],
      [savedName(field), null],
    ]),
  );
  return { agreed: { code: 'AGREED', sku, name: '', detail: JSON.stringify(taken) } };
}

/** A row of its own: it waits until the product is there, and many products' are written in one call. */
function metafieldRow(
  part: Part,
  sku: string,
  fields: ProductFields,
  {
    productId,
    before,
    after,
    agreed = {},
    partUpdatedAt,
  }: {
    productId: number | null;
    before: ProductChanges;
    after: ProductChanges;
    /** Of the product's other fields, where no row writes any. */
    agreed?: ProductChanges;
    partUpdatedAt: string | null;
  },
): NewOperation {
  return operation(part, sku, fields, {
    ...{ kind: 'metafields', productId, before: metafieldsOnly(before), after: metafieldsOnly(after) },
    snapshot: { fields: agreed, partUpdatedAt },
  });
}

/** Setting a level that the store does not count is refused, and whether it should count is the merchant's to say. */
function untracked(
  sku: string,
  { tracked }: StoreEntry,
  { stock }: ProductFields,
  groups: readonly FieldGroup[],
): Problem[] {
  if (tracked || stock === undefined || !groups.includes('stock')) return [];
  const message = 'The store does not track the stock of this product; its stock is left alone.';
  return [{ code: 'NOT_TRACKED', severity: 'info', sku, message }];
}

/** Lists that the store takes whole: the write needs what is in them besides. */
function writtenWhole({ removedCategories }: ProductChanges): string[] {
  return removedCategories ? ['categories'] : [];
}

/** What is said of a product that is there. One that was created hidden is shown by who has weighed it. */
function statedOf({ fields, hiddenAtFirst }: MappedProduct, { tracked }: StoreEntry): ProductFields {
  const { stock: _, stockByLocation: _at, ...untracked } = fields;
  const { visible, ...stated } = tracked ? fields : untracked;
  return visible === undefined || (visible && hiddenAtFirst) ? stated : { ...stated, visible };
}

export function skipRow(
  part: Part,
  sku: string,
  code: string,
  reason: string,
  productId: number | null = null,
): NewOperation & { kind: 'skip' } {
  return operation(part, sku, {}, { kind: 'skip', productId, code, reason });
}

export function skipped(
  part: Part,
  sku: string,
  code: string,
  reason: string,
  productId: number | null = null,
): PlannedPart {
  return { operations: [skipRow(part, sku, code, reason, productId)], problems: [] };
}

export function operation<Content extends RowContent>(
  part: Part,
  sku: string,
  fields: ProductFields,
  row: Content,
) {
  return {
    sku,
    name: fields.name ?? [part.brand, part.partNumber, part.name ?? ''].join(' ').trim(),
    partId: part.id,
    ...(part.offer ? { offer: figuresOf(part.offer) } : {}),
    ...row,
  };
}

/** What values follow from an offer by; when it is from is none of it. */
export function figuresOf({ price, stock }: Offer): OfferFigures {
  const { list, account, map, core, breaks } = price ?? {};
  return {
    price: JSON.stringify([list, account, map, core, breaks]),
    stock: JSON.stringify([stock?.total, stock?.locations]),
  };
}

function apart(
  fields: ProductFields,
  is: (field: string) => boolean,
): [no: ProductFields, yes: ProductFields] {
  const names = Object.keys(fields);
  return [
    pick(
      fields,
      names.filter((name) => !is(name)),
    ),
    pick(fields, names.filter(is)),
  ];
}

function conflictProblem(sku: string, { field, base, ours, theirs }: Conflict): Problem {
  const show = (value: unknown) => JSON.stringify(value ?? null);
  return {
    code: 'CONFLICT',
    severity: 'warning',
    sku,
    column: field,
    message: `${field} changed on both sides and stays as it is in the store: it was ${show(base)}, the supplier has ${show(ours)}, the store has ${show(theirs)}.`,
  };
}
