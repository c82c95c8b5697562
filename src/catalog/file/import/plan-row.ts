import type { Problem } from '../../../common/errors.ts';
import { asRead } from '../../../csv/cells.ts';
import type { ProductRow } from '../../../csv/csv-row.ts';
import {
  type NewOperation,
  only,
  type RowContent,
  type SnapshotChange,
} from '../../../ledger/journal/operation.ts';
import type { Snapshot } from '../../../ledger/journal/snapshots.ts';
import { isNone, sameInStore } from '../../../product/compare.ts';
import { isCustomField, tableRow } from '../../../product/field-names.ts';
import {
  changesFrom,
  namesIn,
  type Owners,
  ownerOf,
  type ProductChanges,
  type ProductFields,
  pick,
} from '../../../product/fields.ts';
import { importedTexts, isAsImported } from '../../../product/marks.ts';
import { paidBeside } from '../../../product/paid.ts';
import { restocked } from '../../store/levels.ts';
import type { StoreEntry } from '../../store/reader.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import { tellDoubts } from './doubts.ts';
import { changesOf, checkPrices, type Floors } from './price-floors.ts';
import {
  checkChannels,
  clearedVideos,
  imageFields,
  newChannels,
  newVariants,
  rowFields,
  type VariantChanges,
  variantChanges,
  withoutSharedPrices,
} from './row-fields.ts';
import { isRejected, type Report, reportOn } from './row-problems.ts';

export interface PlannedRow {
  /** None: nothing changes, or the row is rejected. */
  operations: NewOperation[];
  rejected: boolean;
  problems: Problem[];
}

export interface RowInput {
  row: ProductRow;
  theirs: StoreEntry | undefined;
  snapshot: Snapshot | undefined;
  owners: Owners;
  /** The file has no prices of products with variants, only the variants'. */
  pricesByVariant: boolean;
  floors: Floors;
  /** The tax that is in the store's prices: `20%`. */
  includedTax?: string | undefined;
  taxonomy: Taxonomy;
  /** What a new product is put on, where the file says nothing. */
  channelsOfNew: () => Promise<readonly number[]>;
}

/** What one row of a file means for the store: the same plan rows that a sync makes. */
export async function planFileRow(input: RowInput): Promise<PlannedRow> {
  const { row, theirs } = input;
  const report = reportOn(row);
  checkChannels(row, theirs, report);
  await tellDoubts(row, theirs, input.taxonomy, report);
  const operations = theirs ? await change(input, theirs, report) : await create(input, report);
  checkPrices(changesOf(operations), theirs?.fields ?? {}, input.floors, report, input.includedTax);
  const rejected = isRejected(report);
  return { operations: rejected ? [] : operations, rejected, problems: report.problems };
}

async function create(input: RowInput, report: Report): Promise<NewOperation[]> {
  const { row, taxonomy } = input;
  if (row.command === 'UPDATE' || row.command === 'HIDE') {
    const which = row.sku === '' ? `id ${row.productId}` : `SKU ${row.sku}`;
    report.error('NOT_IN_STORE', `The store has no product with the ${which}.`, {
      hint: row.command === 'HIDE' ? 'Check its SKU.' : 'Command MERGE (or none) creates it.',
    });
    return [];
  }
  if (row.sku === '') {
    report.error(
      'NO_SKU',
      `The store has no product with the id ${row.productId}, and a new one needs a SKU.`,
      {
        column: 'sku',
        hint: 'Give it a SKU.',
      },
    );
    return [];
  }
  for (const field of ['name', 'price'] as const)
    if (isNone(row[field]))
      report.error('FIELD_MISSING', `A new product needs a ${field}.`, {
        column: field,
        hint: 'If it should be there, check its SKU.',
      });
  const variants = newVariants(row, report);
  const fields: ProductChanges = {
    ...(await rowFields(row, undefined, taxonomy, report)),
    ...imageFields(row, undefined, new Set(), report),
    ...(variants.length > 0 ? { variants } : {}),
  };
  const after = changesFrom(Object.entries(fields).filter(([, value]) => !isNone(value)));
  after.inventoryTracking ??= trackingOf(row);
  if (after.inventoryTracking !== 'product') delete after.stock;
  if (after.weight === undefined && after.type !== 'digital' && !isRejected(report)) {
    after.visible = false;
    report.warning('NO_WEIGHT', 'It has no weight, which prices its shipping: it is created hidden.', {
      column: 'weight',
    });
  }
  const snapshot = snapshotOf(input, after);
  const channels = newChannels(row, await input.channelsOfNew());
  if (channels.length > 0) after.channels = channels;
  return [operation(input, { kind: 'create', productId: null, before: {}, after, snapshot })];
}

/** What is counted is what the file has numbers for. */
function trackingOf({ stock, variants = [] }: ProductRow): 'none' | 'product' | 'variant' {
  if (variants.some((variant) => variant.stock !== undefined)) return 'variant';
  return stock === undefined ? 'none' : 'product';
}

async function change(input: RowInput, theirs: StoreEntry, report: Report): Promise<NewOperation[]> {
  const { row, taxonomy, snapshot } = input;
  if (row.command === 'NEW') {
    report.error('ALREADY_THERE', 'The store has this product already, and the row says NEW.', {
      hint: 'Command MERGE (or none) changes it.',
    });
    return [];
  }
  if (row.command === 'HIDE') return rowsOf(input, theirs, { visible: false });
  const known = importedImages(theirs, snapshot);
  const variants = variantChanges(row, theirs, report);
  const ours: ProductChanges = {
    ...(await rowFields(row, theirs, taxonomy, report)),
    ...imageFields(row, theirs, known, report),
    ...clearedVideos(row, theirs),
    ...variants.fields,
    ...(variants.added.length > 0 ? { variants: variants.added } : {}),
  };
  const own = input.pricesByVariant ? withoutSharedPrices(ours, theirs) : ours;
  return rowsOf(input, theirs, countable(own, theirs, report), variants.stock);
}

/** What ttpd added to this very product. Of a product without images none is known: they are wanted again. */
function importedImages({ productId, fields }: StoreEntry, snapshot: Snapshot | undefined): Set<string> {
  if (isNone(fields.images) || snapshot?.productId !== productId) return new Set();
  const { importedImages: imported, images } = snapshot.fields;
  return new Set([...(imported ?? []), ...(images ?? [])]);
}

/** A level that the store does not count is refused, and whether it should count is the file's to say. */
function countable(ours: ProductChanges, theirs: StoreEntry, report: Report): ProductChanges {
  const { stock, ...rest } = ours;
  const tracking = ours.inventoryTracking ?? theirs.fields.inventoryTracking;
  if (isNone(stock) || tracking === 'product') return ours;
  if (ours.inventoryTracking === undefined && tracking === 'none' && stock > 0)
    report.warning(
      'NOT_TRACKED',
      'The store does not track the stock of this product; its stock is left alone.',
      {
        column: 'stock',
        value: String(stock),
        hint: 'Set Inventory Tracking to product.',
      },
    );
  return rest;
}

function rowsOf(
  input: RowInput,
  theirs: StoreEntry,
  ours: ProductChanges,
  variantStock: VariantChanges['stock'] = [],
): NewOperation[] {
  const { before, after } = compare(ours, theirs.fields, baseOf(input));
  const { productId } = theirs;
  const rows: NewOperation[] = [];
  const add = (row: RowContent) => rows.push(operation(input, row));
  // Counting begins with the level, in one write; adjustments come before the updates.
  const alone = after.stock !== undefined && after.inventoryTracking === undefined ? ['stock'] : [];
  const hides = after.visible === false ? ['visible'] : [];
  const changed = Object.keys(after).filter((field) => ![...alone, ...hides].includes(field));
  if (changed.length > 0) {
    const named = [...changed, ...(after.removedCategories ? ['categories'] : [])];
    const own = pick(after, named);
    const was = { ...paidBeside(theirs.fields, own), ...pick(before, named) };
    add({ kind: 'update', productId, before: was, after: own, snapshot: snapshotOf(input, own) });
  }
  if (hides.length > 0) {
    const own = only(after, ['visible']);
    const was = only(before, ['visible']);
    add({ kind: 'hide', productId, before: was, after: own, snapshot: snapshotOf(input, own) });
  }
  if (alone.length > 0) {
    const own = restocked(theirs.fields, after.stock ?? 0);
    const was = only({ ...pick(theirs.fields, ['stock', 'stockByLocation']), ...before }, [
      'stock',
      'stockByLocation',
    ]);
    add({ kind: 'stock', productId, before: was, after: own, snapshot: snapshotOf(input, own) });
  }
  for (const { sku, ...change } of variantStock)
    rows.push({
      ...operation(input, { kind: 'stock', productId, ...change }),
      sku,
      partId: null,
    });
  return rows;
}

/** What is remembered of this very product. */
function baseOf({ snapshot, theirs }: RowInput): ProductChanges {
  return snapshot && snapshot.productId === theirs?.productId ? snapshot.fields : {};
}

function compare(
  ours: ProductChanges,
  theirs: ProductFields,
  base: ProductChanges,
): { before: ProductChanges; after: ProductChanges } {
  const before: ProductChanges = {};
  const after: ProductChanges = {};
  const there: ProductChanges = theirs;
  for (const field of namesIn(ours)) {
    if (field === 'images') {
      before.images = theirs.images ?? [];
      after.images = ours.images ?? [];
    } else if (field === 'categories') {
      const added = without(ours.categories, theirs.categories);
      const removed = without(theirs.categories, ours.categories);
      if (added.length + removed.length > 0) before.categories = theirs.categories ?? [];
      if (added.length > 0) after.categories = added;
      if (removed.length > 0) after.removedCategories = removed;
    } else if (
      !sameInFile(field, ours[field], there[field]) &&
      !isAsImported(field, ours[field], there[field], base)
    ) {
      Object.assign(before, { [field]: there[field] ?? null });
      Object.assign(after, { [field]: ours[field] });
    }
  }
  return { before, after };
}

/** What nobody sees is no difference: a file of what the store has is without it. */
function sameInFile(field: string, ours: unknown, theirs: unknown): boolean {
  if (sameInStore(field, ours, theirs)) return true;
  if (typeof ours !== 'string' || typeof theirs !== 'string') return false;
  return sameInStore(field, asRead(ours, 'text'), asRead(theirs, kindOf(field)));
}

function kindOf(field: string): 'identifier' | 'label' | 'text' {
  if (tableRow(field)?.asSeen) return 'identifier';
  return field === 'brand' ? 'label' : 'text';
}

type Paths = readonly string[][] | null | undefined;

function without(paths: Paths, others: Paths): string[][] {
  const key = (path: string[]) => JSON.stringify(path.map((name) => asRead(name, 'label'))).toLowerCase();
  const known = new Set((others ?? []).map(key));
  return (paths ?? []).filter((path) => !known.has(key(path)));
}

/**
 * What the next sync may take for its own writing: only fields that are ttpd's anyway. The merchant's are left out, so
 * that they look like the edit of a person, which they are.
 */
function snapshotOf({ owners, snapshot }: RowInput, after: ProductChanges): SnapshotChange | null {
  const fields: ProductChanges = importedTexts(after);
  for (const field of namesIn(after)) {
    if (field === 'removedCategories' || ownerOf(field, owners) !== 'ttpd') continue;
    // A custom field that a sync wrote and no longer has is taken away: a person's own must not look like one.
    if (isCustomField(field) && !(field in (snapshot?.fields ?? {}))) continue;
    Object.assign(fields, { [field]: after[field] });
  }
  if (after.images) {
    const earlier = snapshot?.fields.importedImages ?? [];
    fields.importedImages = [...new Set([...earlier, ...after.images])];
  }
  return Object.keys(fields).length > 0 ? { fields, partUpdatedAt: null } : null;
}

function operation({ row, theirs, snapshot }: RowInput, content: RowContent): NewOperation {
  return {
    sku: row.sku || theirs?.sku || `#${row.productId}`,
    name: row.name ?? theirs?.fields.name ?? row.sku,
    partId: snapshot?.partId ?? null,
    ...content,
  };
}
