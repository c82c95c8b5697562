import { Big } from 'big.js';
import { isNone, noneIfZero, sameInStore } from '../../product/compare.ts';
import type { CustomFieldName, MetafieldName } from '../../product/field-names.ts';
import { customField, isCustomField, isMetafield, METAFIELD, pairOf } from '../../product/field-names.ts';
import {
  type ChangeName,
  changesFrom,
  fieldRule,
  type MetafieldValue,
  namesIn,
  type Owners,
  ownerOf,
  type ProductChanges,
  type ProductFields,
  writtenMetafield,
} from '../../product/fields.ts';
import { asSent } from '../../product/marks.ts';
import { customFieldsIn } from '../../product/nested-fields.ts';
import type { FieldGroup, Owner } from '../../product/table.ts';
import { pairByName } from '../product/images.ts';
import { metafieldHash } from '../product/metafields.ts';
import { descriptionSides } from './diff-description.ts';

/** All three values of a field that both sides changed. The store's stays. */
export interface Conflict {
  field: string;
  base: unknown;
  ours: unknown;
  theirs: unknown;
}

export interface Diff {
  /** What is in the store now, of the fields that change. */
  before: ProductChanges;
  /** What is written. `null` takes a custom field away. */
  after: ProductChanges;
  conflicts: Conflict[];
  /** What of ours the store has once `after` is written: the base of the next diff. */
  agreed: ProductChanges;
}

export interface DiffInput {
  /** What ttpd last wrote, from the ledger; empty for a product that it never wrote. */
  base: ProductChanges;
  /** What the supplier's part maps to. A field that is absent makes no statement. */
  ours: ProductFields;
  /** What is in the store now. */
  theirs: ProductFields;
  groups: readonly FieldGroup[];
  /** Owners that differ from the defaults. */
  owners?: Owners;
}

/** Three-way, field by field: a merchant's edit survives, and foreign categories, images and custom fields stay. */
export function diffProduct({ base, ours, theirs: stored, groups, owners = {} }: DiffInput): Diff {
  const diff: Diff = { before: {}, after: {}, conflicts: [], agreed: {} };
  const theirs = asSent(stored, base);
  const there: ProductChanges = theirs;
  const now: ProductChanges = stored;
  const wanted = withoutPassed(withRemovals(ours, base), theirs, owners);
  const change = (field: ChangeName, after: unknown) => {
    Object.assign(diff.before, { [field]: now[field] ?? null });
    Object.assign(diff.after, { [field]: after });
  };

  for (const field of namesIn(wanted)) {
    const value = noneIfZero(field, wanted[field]);
    if (!groups.includes(fieldRule(field).group)) continue;
    if (isMetafield(field)) {
      metafield(field, wanted[field], base[field], diff);
      continue;
    }
    const owner = ownerOf(field, owners);
    if (isCustomField(field)) {
      pair(field, owner, { base, ours: wanted, theirs: there }, diff);
      continue;
    }
    if (field === 'categories' || field === 'images') {
      const added = owner === 'merchant' ? undefined : additions(field, { base, ours, theirs });
      if (added) change(field, added);
      // A gallery of the merchant's own is not ours to add to, now or when the supplier has another image.
      if (added || isOurs(field, base, ours, theirs)) Object.assign(diff.agreed, { [field]: value });
      if (field === 'categories') formerCategories({ base, ours, theirs }, owner, diff);
      continue;
    }
    if (field === 'description') {
      description({ base, ours, theirs, stored }, owner, diff);
      continue;
    }
    const verdict = decide(field, owner, baseOf(field, base), value, there[field]);
    if (verdict === 'same' || verdict === 'write') Object.assign(diff.agreed, { [field]: value });
    if (verdict === 'write') change(field, value ?? null);
    else if (verdict === 'conflict')
      diff.conflicts.push({ field, base: base[field], ours: value, theirs: now[field] });
  }
  return diff;
}

/**
 * One pair of name and value. Those are ttpd's that it wrote: a merchant's own stay, be they of the same name, and what he
 * has already is not written and not ttpd's.
 */
function pair(
  field: CustomFieldName,
  owner: Owner,
  { base, ours, theirs }: { base: ProductChanges; ours: ProductChanges; theirs: ProductChanges },
  { before, after, agreed, conflicts }: Diff,
): void {
  const [wasWritten, isWanted, isThere] = [base, ours, theirs].map((side) => !isNone(side[field]));
  if (isThere ? isWanted : !isWanted) {
    if (wasWritten) agreed[field] = ours[field] ?? null;
    return;
  }
  if (owner === 'merchant' || (isThere && !wasWritten)) return;
  if (isWanted && owner === 'merchant-after-edit') {
    if (wasWritten) return;
    const edited = editedOf(field, base, theirs);
    if (edited !== undefined) {
      conflicts.push({ field, base: edited, ours: ours[field], theirs: null });
      return;
    }
  }
  before[field] = theirs[field] ?? null;
  after[field] = ours[field] ?? null;
  agreed[field] = after[field];
}

/** What ttpd wrote under this name and a person took away, or changed. */
function editedOf(field: CustomFieldName, base: ProductChanges, theirs: ProductChanges): string | undefined {
  const { name } = pairOf(field);
  const gone = customFieldsIn(base).find(
    (each) => each.isThere && each.name === name && isNone(theirs[customField(each)]),
  );
  return gone?.value;
}

function description(
  { base, ours, theirs, stored }: Pick<DiffInput, 'base' | 'ours' | 'theirs'> & { stored: ProductFields },
  owner: Owner,
  diff: Diff,
): void {
  const [field, there] = ['description', theirs.description ?? ''];
  const hasDetails = ours.images !== undefined;
  const sides = descriptionSides(
    { base: base.description, ours: ours.description ?? '', theirs: there },
    hasDetails,
  );
  // A supplier that has no words for a part says nothing of those that it had; warnings are renewed all the same.
  const isSilent = sides.ours === '' && sides.theirs !== '';
  const verdict = isSilent ? 'keep' : decide(field, owner, sides.base, sides.ours, sides.theirs);
  if (verdict === 'conflict')
    diff.conflicts.push({
      field,
      base: base.description,
      ours: ours.description,
      theirs: stored.description,
    });
  const after = verdict === 'write' ? sides.whole : sides.renewed;
  if (verdict === 'same' || verdict === 'write') diff.agreed.description = sides.whole;
  if (after === undefined) return;
  Object.assign(diff.before, { description: stored.description ?? null });
  diff.after.description = after;
}

/** Nobody else can change it, so what was written last is what is there: it costs no call to read. */
function metafield(
  field: MetafieldName,
  value: MetafieldValue,
  base: MetafieldValue,
  { before, after, agreed }: Diff,
): void {
  const there = writtenMetafield(base);
  const hash = typeof value === 'string' ? metafieldHash(field.slice(METAFIELD.length), value) : undefined;
  if (there && there.hash === hash) agreed[field] = there;
  else if (there || hash !== undefined) {
    before[field] = there ?? null;
    after[field] = value ?? null;
  }
}

/** A product that ttpd never wrote was visible by its merchant's will, and is hidden when it cannot be bought any more. */
function baseOf(field: ChangeName, base: ProductChanges): unknown {
  return field === 'visible' ? (base.visible ?? true) : base[field];
}

type Verdict = 'same' | 'write' | 'keep' | 'conflict';

function decide(field: string, owner: Owner, base: unknown, ours: unknown, theirs: unknown): Verdict {
  if (sameInStore(field, ours, theirs)) return 'same';
  if (owner === 'ttpd') return 'write';
  if (owner === 'merchant') return 'keep';
  if (base === undefined) return isNone(theirs) ? 'write' : 'keep'; // A product that was there before ttpd.
  if (sameInStore(field, base, theirs)) return 'write';
  return sameInStore(field, base, ours) ? 'keep' : 'conflict';
}

/**
 * Custom fields and metafields that ttpd wrote and the supplier no longer has. Without the part's details that is known
 * of those custom fields alone that have another value now.
 */
function withRemovals(ours: ProductFields, base: ProductChanges): ProductChanges {
  const names = new Set(customFieldsIn(ours).map(({ name }) => name));
  const isKnown = (field: ChangeName) =>
    isCustomField(field)
      ? ours.images !== undefined || names.has(pairOf(field).name)
      : isMetafield(field) && ours.images !== undefined;
  const gone = namesIn(base).filter((field) => !isNone(base[field]) && !(field in ours) && isKnown(field));
  return { ...ours, ...changesFrom(gone.map((field) => [field, null])) };
}

/** A struck-out price must be the higher one: what the price has passed goes, also where no list price is known any more. */
function withoutPassed(wanted: ProductChanges, theirs: ProductFields, owners: Owners): ProductChanges {
  const price = ownerOf('price', owners) === 'ttpd' ? wanted.price : theirs.price;
  const { retailPrice } = theirs;
  if (isNone(price) || isNone(retailPrice) || wanted.retailPrice !== undefined) return wanted;
  return new Big(retailPrice).lt(price) ? { ...wanted, retailPrice: null } : wanted;
}

/**
 * Lists to which ttpd only adds. What it wrote before and a person took away stays away; a product with images of its
 * own gets none.
 */
function additions(
  field: 'categories' | 'images',
  { base, ours, theirs }: Pick<DiffInput, 'base' | 'ours' | 'theirs'>,
): unknown[] | undefined {
  const known = new Set(
    [...(base[field] ?? []), ...(field === 'categories' ? (theirs[field] ?? []) : [])].map(key),
  );
  if (field === 'images' && !base.images && !isNone(theirs.images)) return undefined;
  const missing = (ours[field] ?? []).filter((entry) => !known.has(key(entry)));
  return missing.length > 0 ? missing : undefined;
}

/**
 * Categories that ttpd gave and the rules give no more go, as long as the product is still in them. One that it was in
 * before is its merchant's, whatever the rules say of it.
 */
function formerCategories(
  { base, ours, theirs }: Pick<DiffInput, 'base' | 'ours' | 'theirs'>,
  owner: Owner,
  diff: Diff,
): void {
  const there = theirs.categories ?? [];
  const given = base.categories ?? [];
  const wanted = ours.categories ?? [];
  const found = [
    ...(base.foundCategories ?? []),
    ...wanted.filter((path) => isIn(there, path) && !isIn(given, path)),
  ];
  if (found.length > 0) diff.agreed.foundCategories = found;
  const former = given.filter((path) => isIn(there, path) && !isIn(wanted, path) && !isIn(found, path));
  if (former.length === 0 || owner === 'merchant') return;
  diff.before.categories = there;
  diff.after.removedCategories = former;
}

function isIn(paths: readonly string[][], path: readonly string[]): boolean {
  return paths.some((each) => key(each) === key(path));
}

/** Images are also ours that another ledger knows: by the names of their files. */
function isOurs(
  field: 'categories' | 'images',
  base: ProductChanges,
  ours: ProductFields,
  theirs: ProductFields,
): boolean {
  if (field === 'categories' || base.images) return true;
  const named = (theirs.images ?? []).map((name) => ({ name }));
  return pairByName(ours.images ?? [], named).size > 0;
}

function key(entry: unknown): string {
  return JSON.stringify(entry).toLowerCase();
}
