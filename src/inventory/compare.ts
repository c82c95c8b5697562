import { allOf } from '../bigcommerce/pages.ts';
import { LEAST_FIELDS } from '../bigcommerce/product-reader.ts';
import type { Engine } from '../catalog/engine/engine.ts';
import { shortAnswer } from '../catalog/guards/completeness.ts';
import { NO_FACTS } from '../catalog/guards/guard.ts';
import type { Mapped, Mapper } from '../catalog/map/map.ts';
import { lessSold } from '../catalog/map/open-orders.ts';
import { channelsOfNew } from '../catalog/store/channels.ts';
import { openReader, type Reading, type StoreEntry, type StoreReader } from '../catalog/store/reader.ts';
import { selectOffers } from '../catalog/supply/offers.ts';
import { coverageOf, type SelectedParts, type Selection } from '../catalog/supply/select.ts';
import { type Problem, TtpdError } from '../common/errors.ts';
import type { Part } from '../finditparts/supplier.ts';
import type { GuardFacts } from '../ledger/journal/plan-notes.ts';
import type { FieldGroup } from '../product/table.ts';
import type { GuardLimits } from '../rules/schema.ts';
import type { KnownDifferences } from './baseline.ts';
import { type Criteria, classify } from './classify.ts';
import { type Comparison, summarize } from './comparison.ts';
import { type Finding, finding, keyOf, orderOf } from './findings.ts';
import { hiddenPrices, priceLists } from './price-lists.ts';
import { storeOnly } from './store-only.ts';

export interface CompareRequest {
  /** Empty: the supplier's whole catalogue. */
  selection: Selection;
  /** Also products of the store that ttpd never wrote. */
  everything: boolean;
  criteria: Criteria;
  mapper: Mapper;
  rules: { guards: Pick<GuardLimits, 'completeness'> };
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
  fieldsOf: ({ name, price, isVisible, channels }) => ({
    ...{ name, price: price.toFixed(), visible: isVisible },
    ...(channels ? { channels } : {}),
  }),
};
/** Where a store has one channel, everything is on it. */
const WITH_CHANNELS: Reading = { ...READING, options: { ...READING.options, include: ['channels'] } };

/** The report has every finding; the result document has the first of these. */
const PROBLEMS_KEPT = 100;

/**
 * Reads both sides a page at a time, in the way sync does, and writes down what differs (`ledger.findings`). It never
 * writes to the store, and never rejects for what a service did: that is `failure`.
 */
export async function compare(engine: Engine, request: CompareRequest): Promise<Compared> {
  const { ledger, emit, drain } = engine;
  const state = await begin(engine, request);
  let failure: unknown;
  emit({ type: 'stage', stage: 'read', total: null });
  try {
    if (request.criteria.aspects.includes('stock'))
      state.problems.push(...((await engine.openOrders?.read(drain)) ?? []));
    await readPages(engine, request, state);
    requireWhole(state.tally, request);
    drain.throwIfAborted();
    const reader = await openedReader(engine, request, state);
    // A part without even an id may be any that seems absent.
    if (!state.nameless) await spool(engine, request, storeOnly(engine, request, reader));
    emit({ type: 'stage-done', stage: 'read', done: state.tally.parts });
  } catch (thrown) {
    failure = drain.aborted ? drain.reason : thrown;
  }
  const { equal, problems } = state;
  const comparison = await summarize(ledger, { equal, complete: failure === undefined });
  return { comparison, failure, problems: [...request.known.expired, ...problems] };
}

interface State {
  equal: number;
  reader: StoreReader | undefined;
  /** The store's channels that products are to be on, where it has several, and its price lists. */
  sides: { channels: number[]; lists: Awaited<ReturnType<typeof priceLists>> } | undefined;
  /** What proves that the supplier's answer is whole. */
  tally: GuardFacts;
  /** The supplier has given parts without an id. */
  nameless: boolean;
  problems: Problem[];
}

async function begin({ ledger, storeKey }: Engine, { selection }: CompareRequest): Promise<State> {
  await ledger.storeCopy.begin();
  await ledger.findings.begin();
  const { key } = coverageOf(selection);
  const lastGood = key === null ? null : ((await ledger.goodRuns.last(storeKey, key)) ?? null);
  const tally = { ...NO_FACTS, complete: true, lastGood };
  return { equal: 0, reader: undefined, sides: undefined, tally, nameless: false, problems: [] };
}

/** As for sync: as many parts as the supplier says, and about as many as there were last time. */
function requireWhole(tally: GuardFacts, { rules }: CompareRequest): void {
  const short = shortAnswer(tally, rules.guards.completeness);
  if (!short) return;
  throw new TtpdError('GUARD_COMPLETENESS', short.message, {
    hint: 'Its catalogue may have changed while it was read: run it again.',
  });
}

async function readPages(engine: Engine, request: CompareRequest, state: State): Promise<void> {
  const { selection, mapper, criteria, known } = request;
  const { ledger, emit } = engine;
  const { tally } = state;
  const skuOf = (part: Part) => mapper(part).sku;
  const isKnown = (tally.lastGood?.parts ?? 0) > 0;
  for await (const page of selectOffers(engine, selection, { skuOf, isKnown })) {
    tally.total = page.total ?? tally.total;
    tally.complete &&= page.complete;
    const found = await unreadableParts(engine, page);
    tally.parts += found.length;
    state.nameless ||= page.unreadable.some(({ id }) => id === null);
    keepProblems(state, page.problems);
    state.reader ??= await openedReader(engine, request, state);
    const pairs = await claim(engine, state, found, mapPage(mapper, page.parts));
    const theirs = await state.reader.find(pairs.map(({ mapped }) => mapped.sku));
    for (const pair of pairs) {
      const store = theirs.get(pair.mapped.sku.toLowerCase());
      const mapped = lessSold(engine, mapper, { ...pair, productId: store?.productId ?? null });
      const differences = classify({ ...pair, mapped, store }, criteria);
      if (store && differences.length === 0) state.equal += 1;
      found.push(...differences, ...unassigned(store, pair, state.sides?.channels ?? []));
    }
    found.push(...(await hidden(engine, state, pairs, theirs)));
    await ledger.findings.add(found.map((each) => rowOf(each, known)));
    emit({ type: 'progress', stage: 'read', done: tally.parts, total: tally.total, counts: {} });
  }
}

/** By its first use: then the supplier has said how many parts there are. */
async function openedReader(
  engine: Engine,
  { criteria, everything }: CompareRequest,
  state: State,
): Promise<StoreReader> {
  const { reader, tally } = state;
  if (reader) return reader;
  const { store, drain } = engine;
  const trees = await allOf(store.categories.trees(drain));
  const channels = await channelsOfNew(engine, { channels: trees.flatMap((tree) => tree.channels) });
  state.sides = { channels, lists: await priceLists(engine) };
  const groups: FieldGroup[] = ['price', ...(criteria.aspects.includes('stock') ? ['stock' as const] : [])];
  const reading = channels.length > 0 ? WITH_CHANNELS : READING;
  return openReader(engine, reading, { expected: tally.total, groups, everything });
}

/** Whoever looks for it there finds nothing, whatever else is right about it. */
function unassigned(
  store: StoreEntry | undefined,
  { part }: { part: Part },
  channels: readonly number[],
): Finding[] {
  if (!store || channels.length === 0 || store.fields.visible === false) return [];
  const { sku, productId, fields } = store;
  const own = fields.channels ?? [];
  if (channels.some((channel) => own.includes(channel))) return [];
  const reason = `It is on ${own.length === 0 ? 'no channel' : `the channels ${own.join(', ')}`}, and to be sold on ${channels.join(', ')}.`;
  return [finding('unassigned', { sku, productId, name: fields.name ?? null, partId: part.id, reason })];
}

function hidden(
  engine: Engine,
  { sides }: State,
  pairs: readonly { part: Part; mapped: Mapped }[],
  theirs: ReadonlyMap<string, StoreEntry>,
): Promise<Finding[]> {
  const products = pairs.flatMap(({ part, mapped }) => {
    const entry = theirs.get(mapped.sku.toLowerCase());
    return entry && mapped.kind === 'product' ? [{ entry, partId: part.id, price: mapped.fields.price }] : [];
  });
  return hiddenPrices(engine, sides?.lists ?? [], products);
}

/** Parts that cannot be read are findings. */
function keepProblems({ problems }: State, more: readonly Problem[]): void {
  const others = more.filter(({ code }) => code !== 'PART_UNREADABLE');
  problems.push(...others.slice(0, Math.max(0, PROBLEMS_KEPT - problems.length)));
}

function mapPage(mapper: Mapper, parts: readonly Part[]) {
  return parts.map((part) => ({ part, mapped: mapper(part) }));
}

/** Nothing can be said of the products that may belong to them, so they are noted as there. */
async function unreadableParts({ ledger }: Engine, { unreadable }: SelectedParts): Promise<Finding[]> {
  await ledger.storeCopy.claimUnreadable(unreadable.flatMap(({ id }) => id ?? []));
  return unreadable.map(({ id, reason }) =>
    finding('unreadable', { partId: id, reason: `The part cannot be read: ${reason}.` }),
  );
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
      if (!known && !alone.delete(key) && !isCore(claimed.by)) await takeBack(engine, state, sku);
      found.push(finding('duplicate', { sku, reason, name: nameOf(pair.mapped) }));
    }
  }
  for (const { part, mapped } of alone.values())
    if (mapped.kind === 'product' && mapped.companion)
      await ledger.storeCopy.claim(mapped.companion.sku, `${part.id}${CORE}`);
  return [...alone.values()];
}

/** A part's core charge is a product of its own, which belongs to the part and is not compared. */
const CORE = ' core';
const isCore = (claimedBy: string) => claimedBy.endsWith(CORE);

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
