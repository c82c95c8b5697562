import { LEAST_FIELDS } from '../bigcommerce/product-reader.ts';
import type { Engine } from '../catalog/engine.ts';
import type { FieldGroup } from '../catalog/fields.ts';
import { requireComplete } from '../catalog/guards.ts';
import type { Mapped, Mapper } from '../catalog/map.ts';
import type { Tally } from '../catalog/plan.ts';
import { withOffers } from '../catalog/plan-page.ts';
import { type SelectedParts, type Selection, selectParts } from '../catalog/select.ts';
import { openReader, type Reading, type StoreReader } from '../catalog/store-reader.ts';
import type { Problem } from '../errors.ts';
import type { Part } from '../finditparts/supplier.ts';
import type { KnownDifferences } from './baseline.ts';
import { type Criteria, classify } from './classify.ts';
import { type Comparison, summarize } from './comparison.ts';
import { type Finding, finding, keyOf, orderOf } from './findings.ts';
import { storeOnly } from './store-only.ts';

export interface CompareRequest {
  /** Empty: the supplier's whole catalogue. */
  selection: Selection;
  /** Also products of the store that ttpd never wrote. */
  everything: boolean;
  criteria: Criteria;
  mapper: Mapper;
  known: KnownDifferences;
}

export interface Compared {
  comparison: Comparison;
  /** What stopped it half-way; what was found until then stands. */
  failure: unknown;
  problems: Problem[];
}

/** Levels, prices and visibility are all that is read: pages of the store stay small. */
const READING: Reading = {
  options: { onlyFields: LEAST_FIELDS },
  fieldsOf: ({ sku, name, price, isVisible }) => ({ sku, name, price: price.toFixed(), visible: isVisible }),
};

/** The report has every finding; the result document has the first of these. */
const PROBLEMS_KEPT = 100;

/**
 * Reads both sides a page at a time, in the way sync does, and writes down what differs (`ledger.findings`). It never
 * writes to the store, and never rejects for what a service did: that is `failure`.
 */
export async function compare(engine: Engine, request: CompareRequest): Promise<Compared> {
  const { ledger, emit, drain } = engine;
  const state: State = { equal: 0, reader: undefined, tally: emptyTally() };
  let failure: unknown;
  await ledger.storeCopy.begin();
  await ledger.findings.begin();
  emit({ type: 'stage', stage: 'read', total: null });
  try {
    await readPages(engine, request, state);
    requireComplete(state.tally);
    drain.throwIfAborted();
    await spool(engine, request, storeOnly(engine, request, await openedReader(engine, request, state)));
    emit({ type: 'stage-done', stage: 'read', done: state.tally.parts });
  } catch (thrown) {
    failure = drain.aborted ? drain.reason : thrown;
  }
  const { equal, tally } = state;
  const comparison = await summarize(ledger, { equal, complete: failure === undefined });
  return { comparison, failure, problems: [...request.known.expired, ...tally.problems] };
}

interface State {
  equal: number;
  reader: StoreReader | undefined;
  tally: Tally;
}

function emptyTally(): Tally {
  return { total: null, parts: 0, repeated: 0, complete: true, unchanged: 0, problems: [] };
}

async function readPages(engine: Engine, request: CompareRequest, state: State): Promise<void> {
  const { selection, mapper, criteria, known } = request;
  const { supplier, ledger, emit, drain: signal } = engine;
  const { tally } = state;
  for await (const page of selectParts(supplier, selection, { skuOf: (part) => mapper(part).sku, signal })) {
    tally.total = page.total ?? tally.total;
    tally.complete &&= page.complete;
    const found = await unreadableParts(engine, page);
    tally.parts += found.length;
    keepProblems(tally, page.problems);
    state.reader ??= await openedReader(engine, request, state);
    const pairs = await claim(engine, state, found, mapPage(mapper, await withOffers(engine, page.parts)));
    const theirs = await state.reader.find(pairs.map(({ mapped }) => mapped.sku));
    for (const pair of pairs) {
      const store = theirs.get(pair.mapped.sku.toLowerCase());
      const differences = classify({ ...pair, store }, criteria);
      if (store && differences.length === 0) state.equal += 1;
      found.push(...differences);
    }
    await ledger.findings.add(found.map((each) => rowOf(each, known)));
    emit({ type: 'progress', stage: 'read', done: tally.parts, total: tally.total, counts: {} });
  }
}

/** By its first use: then the supplier has said how many parts there are. */
async function openedReader(
  engine: Engine,
  { criteria, everything }: CompareRequest,
  { reader, tally }: State,
): Promise<StoreReader> {
  const groups: FieldGroup[] = ['price', ...(criteria.aspects.includes('stock') ? ['stock' as const] : [])];
  return reader ?? openReader(engine, READING, { expected: tally.total, groups, everything });
}

/** Parts that cannot be read are findings. */
function keepProblems({ problems }: Tally, more: readonly Problem[]): void {
  const others = more.filter(({ code }) => code !== 'PART_UNREADABLE');
  problems.push(...others.slice(0, Math.max(0, PROBLEMS_KEPT - problems.length)));
}

function mapPage(mapper: Mapper, parts: readonly Part[]) {
  return parts.map((part) => ({ part, mapped: mapper(part) }));
}

/** Rows without an identity: nothing can be said of the product that may belong to them, so its id is claimed too. */
async function unreadableParts({ ledger }: Engine, { problems }: SelectedParts): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const { code, message, value } of problems) {
    if (code !== 'PART_UNREADABLE') continue;
    if (value !== undefined) await ledger.storeCopy.claim(`#${value}`, value);
    found.push(finding('unreadable', { partId: value ?? null, reason: message }));
  }
  return found;
}

/** Parts whose SKU is theirs alone. Of the others neither can be compared: which one the product is, nobody knows. */
async function claim(
  engine: Engine,
  state: State,
  found: Finding[],
  pairs: readonly { part: Part; mapped: Mapped }[],
) {
  const { ledger } = engine;
  const alone = new Map<string, { part: Part; mapped: Mapped }>();
  for (const pair of pairs) {
    const { sku } = pair.mapped;
    const key = sku.toLowerCase();
    const claimed = await ledger.storeCopy.claim(sku, pair.part.id);
    if (claimed.claim === 'again') state.tally.repeated += 1;
    else state.tally.parts += 1;
    if (claimed.claim === 'first') alone.set(key, pair);
    else if (claimed.claim === 'taken') {
      const reason = `Two parts of the supplier lead to this SKU: ${claimed.by} and ${pair.part.id}.`;
      const known = found.some((each) => each.class === 'duplicate' && keyOf(each) === key);
      if (!known && !alone.delete(key)) await takeBack(engine, state, sku);
      found.push(finding('duplicate', { sku, reason, name: nameOf(pair.mapped) }));
    }
  }
  return [...alone.values()];
}

function nameOf(mapped: Mapped): string | null {
  return mapped.kind === 'held' ? mapped.name : (mapped.fields.name ?? null);
}

/** Its twin was on an earlier page. What left no finding there was equal, if the store has it at all. */
async function takeBack({ ledger }: Engine, state: State, sku: string): Promise<void> {
  if (await ledger.findings.remove(sku.toLowerCase())) return;
  if ((await state.reader?.find([sku]))?.size) state.equal -= 1;
}

async function spool(
  { ledger }: Engine,
  { known }: CompareRequest,
  findings: AsyncIterable<Finding>,
): Promise<void> {
  for await (const each of findings) await ledger.findings.add([rowOf(each, known)]);
}

function rowOf(found: Finding, known: KnownDifferences) {
  const item = { ...found, accepted: known.reasonFor(found) };
  return {
    key: keyOf(found),
    class: found.class,
    accepted: item.accepted !== null,
    order: orderOf(item),
    item,
  };
}
