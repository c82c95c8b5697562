import type { MetafieldCreate } from '../../../bigcommerce/request-types.ts';
import { batches, inParallel } from '../../../common/async-iterables.ts';
import { concernsTheRun, errorWords, ServiceError } from '../../../http/errors/service-error.ts';
import type { OperationError, OperationOf } from '../../../ledger/journal/operation.ts';
import { isMetafield, METAFIELD, type MetafieldName } from '../../../product/field-names.ts';
import { namesIn, writtenMetafield } from '../../../product/fields.ts';
import { SUPPLIER } from '../../../rules/metafields.ts';
import { NAMESPACE, writtenMetafields } from '../../product/metafields.ts';
import type { ApplyContext } from '../context.ts';
import { type Ready, withProducts } from './product-ids.ts';

type ReadyRow = Ready<OperationOf<'metafields'>>;

/** Values that one bulk call holds (docs/facts/bigcommerce-catalog.md#batches). */
const BATCH = 50;
/** Writes of one row in one run; from the second on, what is there is looked at first. */
const ATTEMPTS = 3;

/** A row under way. */
interface Job {
  row: ReadyRow;
  /** Sent before, or refused: what the store has is not what the ledger says. */
  inDoubt: boolean;
  error: OperationError | undefined;
  /** The error leaves open whether it was written. */
  isUnknown: boolean;
  /** What the store has by now, by id; `null`: nothing. */
  written: Map<MetafieldName, number | null>;
}

/** One value as it is to be; `null` where it is to be taken away. */
type Write = { key: string; field: MetafieldName } & (
  | { value: string; body: MetafieldCreate }
  | { value: null }
);
/** One value of a job: to be created, changed (`id`) or taken away. */
type Change<Of = Write> = Of & { job: Job; id: number | undefined };
type Text = Extract<Write, { value: string }>;

/**
 * Writes the metafields of many products in bulk calls. Creating has no idempotency key: a row that was sent before, or
 * was refused (409: it is there already), is settled by listing its product's metafields and writing what differs.
 */
export async function applyMetafields(
  context: ApplyContext,
  rows: AsyncIterable<OperationOf<'metafields'>>,
): Promise<void> {
  const ofOneCall = batches(rows, BATCH, ({ after }) => Object.keys(after).length);
  await inParallel(ofOneCall, context.engine.concurrency, (batch) => applyBatch(context, batch));
}

async function applyBatch(context: ApplyContext, rows: readonly OperationOf<'metafields'>[]): Promise<void> {
  const { ledger } = context.engine;
  let open = await jobsOf(context, rows);
  await ledger.operations.mark(
    open.map(({ row }) => row),
    { state: 'sent' },
  );
  for (let attempt = 1; attempt <= ATTEMPTS && open.length > 0; attempt++) {
    await writeOnce(context, open);
    await complete(
      context,
      open.filter(({ error }) => !error),
    );
    open = open.filter(({ error }) => error);
  }
  for (const { row, error, isUnknown } of open)
    await end(context, row, isUnknown ? 'unknown' : 'failed', error);
}

async function jobsOf(context: ApplyContext, rows: readonly OperationOf<'metafields'>[]): Promise<Job[]> {
  const ready = await withProducts(context, rows);
  return ready.map((row) => ({
    row,
    inDoubt: row.state !== 'planned',
    error: undefined,
    isUnknown: false,
    written: new Map(),
  }));
}

/** Leaves its error, if any, on each job. */
async function writeOnce(context: ApplyContext, jobs: readonly Job[]): Promise<void> {
  const { store, giveUp: signal } = context.engine;
  const changes: Change[] = [];
  for (const job of jobs) {
    const there = await changesOf(context, job);
    if (there) changes.push(...there);
  }
  const texts = changes.filter((change): change is Change<Text> => change.value !== null);
  const created = texts.filter(({ id }) => id === undefined);
  const updated = texts.filter((change): change is Change<Text> & { id: number } => change.id !== undefined);
  const removed = changes.filter(({ value, id }) => value === null && id !== undefined);
  await attempt(created, () =>
    store.metafields.create(
      created.map(({ body }) => body),
      signal,
    ),
  );
  await attempt(updated, () =>
    store.metafields.update(
      updated.map(({ id, value }) => ({ id, value })),
      signal,
    ),
  );
  await attempt(removed, async () => {
    await store.metafields.delete(
      removed.flatMap(({ id }) => id ?? []),
      signal,
    );
    return [];
  });
  for (const { job, field } of removed) if (!job.error) job.written.set(field, null);
}

/** What is to be written for a job; `undefined` when the store did not say what is there. */
async function changesOf(context: ApplyContext, job: Job): Promise<Change[] | undefined> {
  const { row } = job;
  const known = job.inDoubt ? await findStored(context, job) : undefined;
  if (job.inDoubt && !known) return undefined;
  job.error = undefined;
  job.written = new Map();
  const changes: Change[] = [];
  for (const write of writesOf(row)) {
    const { key, field } = write;
    const there = known?.get(key);
    const id = known ? there?.id : writtenMetafield(row.before[field])?.id;
    if (write.value !== null && there?.value === write.value) job.written.set(field, there.id);
    else if (write.value !== null || id !== undefined) changes.push({ ...write, job, id });
    else job.written.set(field, null);
  }
  return changes;
}

function writesOf({ productId, after }: ReadyRow): Write[] {
  return namesIn(after)
    .filter(isMetafield)
    .map((field) => {
      const key = field.slice(METAFIELD.length);
      const value = after[field];
      if (typeof value !== 'string') return { key, field, value: null };
      // Themes may read all of it but what is only of use to ttpd.
      const permission_set = key === SUPPLIER ? 'app_only' : 'read_and_sf_access';
      const body = { resource_id: productId, namespace: NAMESPACE, key, value, permission_set } as const;
      return { key, field, value, body };
    });
}

/** The product's metafields of ours, by key. */
async function findStored({ engine }: ApplyContext, job: Job) {
  const { store, giveUp: signal } = engine;
  const there = new Map<string, { id: number; value: string }>();
  try {
    const filter = { productId: job.row.productId, namespace: NAMESPACE };
    for await (const page of store.metafields.list(filter, signal))
      for (const each of page) there.set(each.key, each);
    return there;
  } catch (error) {
    blame([job], error);
    return undefined;
  }
}

/** One bulk call and what it says of each value. */
async function attempt(
  changes: readonly Change[],
  call: () => Promise<readonly ({ ok: { id: number; value: string } } | { error: ServiceError })[]>,
): Promise<void> {
  if (changes.length === 0) return;
  try {
    for (const [i, result] of (await call()).entries()) {
      const change = changes[i];
      if (!change) continue;
      const { job, key, field } = change;
      if ('error' in result) blame([job], result.error);
      else if (change.value === null || result.ok.value !== change.value) {
        job.inDoubt = true;
        job.error = { code: 'NOT_AS_SENT', message: `The store has another ${key} than was sent.` };
      } else job.written.set(field, result.ok.id);
    }
  } catch (error) {
    blame(
      changes.map(({ job }) => job),
      error,
    );
  }
}

/** @throws what is no fault of these rows */
function blame(jobs: readonly Job[], error: unknown): void {
  if (concernsTheRun(error) || !(error instanceof ServiceError)) throw error;
  for (const job of jobs) {
    job.inDoubt = true;
    job.error = errorWords(error);
    job.isUnknown = error.outcome === 'unknown';
  }
}

async function complete({ engine, settled }: ApplyContext, jobs: readonly Job[]): Promise<void> {
  const rows = jobs.map((job) => ({
    ...job.row,
    snapshot: {
      partUpdatedAt: null,
      ...job.row.snapshot,
      fields: { ...job.row.snapshot?.fields, ...writtenMetafields(job.row.after, job.written) },
    },
  }));
  await engine.ledger.operations.complete(rows, engine.storeKey);
  for (const row of rows) settled(row, 'done');
}

async function end(
  { engine, settled }: ApplyContext,
  row: OperationOf<'metafields'>,
  state: 'failed' | 'unknown',
  error: OperationError | undefined,
): Promise<void> {
  await engine.ledger.operations.mark([row], { state, error: error ?? null });
  settled(row, state);
}
