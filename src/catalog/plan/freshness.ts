import { batches } from '../../common/async-iterables.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { OperationKind } from '../../ledger/db/schema.ts';
import type { Operation } from '../../ledger/journal/operation.ts';
import type { Plan } from '../../ledger/journal/plans.ts';
import { sameInStore } from '../../product/compare.ts';
import { namesIn, type ProductChanges } from '../../product/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { changedSince } from '../store/changed-since.ts';
import { LOOK_UP, readBack, type StoredProduct } from '../store/read-back.ts';
import { changedMetafields, readMetafields } from '../store/read-metafields.ts';
import { fieldState } from '../store/row-state.ts';
import { loadTaxonomy, type Taxonomy } from '../store/taxonomy.ts';
import { hashPlan } from './saved-plan.ts';

const NAMED = 10;

/** The supplier's level is written whatever sold meanwhile; a level from the past is not. */
const LOOKED_AT: readonly OperationKind[] = ['update', 'hide'];
const LOOKED_AT_IN_UNDO: readonly OperationKind[] = [...LOOKED_AT, 'stock', 'delete'];

/**
 * A plan that lay around is applied only while the store is still as it was when the plan was reviewed: what a merchant
 * changed since would be overwritten unseen. A row that the store already agrees with is no hindrance. New products
 * need no look: a SKU that is taken meanwhile is refused by the store.
 * @throws TtpdError STALE_PLAN, PLAN_CHANGED (exit 6)
 */
export async function requireFresh(engine: Engine, plan: Plan): Promise<void> {
  if ((await hashPlan(engine, plan.id)) !== plan.hash)
    throw new TtpdError('PLAN_CHANGED', `The plan ${plan.id} is not the one that was made.`, {
      hint: 'Make a new one.',
      exitCode: ExitCode.Guarded,
    });
  const taxonomy = await loadTaxonomy(engine, engine.drain);
  const moved: string[] = [];
  const isUndo = plan.origin === 'rollback';
  const kinds = isUndo ? LOOKED_AT_IN_UNDO : LOOKED_AT;
  const rows = engine.ledger.operations.iterate(plan.id, { kinds, states: ['planned'] });
  for await (const batch of batches(rows, LOOK_UP)) moved.push(...(await movedRows(engine, batch, taxonomy)));
  if (isUndo) moved.push(...(await movedMetafields(engine, plan)));
  if (moved.length === 0) return;
  const more = moved.length > NAMED ? `, and ${moved.length - NAMED} more` : '';
  throw new TtpdError(
    'STALE_PLAN',
    `The store has changed since the plan ${plan.id} was made: ${moved.slice(0, NAMED).join(', ')}${more}. Nothing was written.`,
    { hint: 'Make a new plan: it keeps what was changed in the store.', exitCode: ExitCode.Guarded },
  );
}

async function movedRows(engine: Engine, rows: readonly Operation[], taxonomy: Taxonomy): Promise<string[]> {
  const ids = (some: readonly Operation[]) => some.flatMap(({ productId }) => productId ?? []);
  const now = await readBack(engine, taxonomy, {
    productIds: ids(rows),
    stockOf: ids(rows.filter(({ kind }) => kind === 'stock' || kind === 'delete')),
    allOf: ids(rows.filter(({ kind }) => kind === 'delete')),
  });
  return rows.flatMap((row) => {
    const there = now.get(row.productId ?? 0);
    if (!there) return row.kind === 'delete' ? [] : [`${row.sku} (gone)`];
    const changed =
      row.kind === 'delete'
        ? Object.keys(changedSince(row.before, row.undo, there))
        : movedFields(row, there);
    return changed.length > 0 ? [`${row.sku} (${changed.join(', ')})`] : [];
  });
}

/** The supplier's are written whatever is there; those from the past are not. */
async function movedMetafields(engine: Engine, { id }: Plan): Promise<string[]> {
  const moved: string[] = [];
  const rows = engine.ledger.operations.iterate(id, { kinds: ['metafields'], states: ['planned'] });
  for await (const batch of batches(rows, LOOK_UP)) {
    const known = batch.filter(({ productId }) => productId !== null);
    const there = await readMetafields(
      engine,
      known.flatMap(({ productId }) => productId ?? []),
    );
    for (const row of known) {
      const changed = changedMetafields(row, there);
      if (changed.length > 0) moved.push(`${row.sku} (${changed.join(', ')})`);
    }
  }
  return moved;
}

/** Lists, too, must be as they were reviewed. */
function movedFields(row: Operation, now: StoredProduct): string[] {
  const there: ProductChanges = now.fields;
  return namesIn(row.after).filter((field) => {
    if (fieldState(field, row, now) === 'after' || field.startsWith('removed')) return false;
    return !sameInStore(field, there[field], row.before[field]);
  });
}
