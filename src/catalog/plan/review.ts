import { Big } from 'big.js';
import { batches } from '../../common/async-iterables.ts';
import { type FieldValues, isHeld, type Operation } from '../../ledger/journal/operation.ts';
import type { PlanReview } from '../../ledger/journal/plan-notes.ts';
import type { ChangeName } from '../../product/fields.ts';
import { type PriceMove, paidPrice, priceMoves } from '../../product/paid.ts';
import { grossOf } from '../../rules/price.ts';
import type { Engine } from '../engine/engine.ts';
import type { Taxonomy } from '../store/taxonomy.ts';

/** What a margin follows from. */
const MARGIN: readonly ChangeName[] = ['price', 'salePrice', 'costPrice'];
const LISTED = 5;
const BATCH = 500;

/** Walks the plan's rows once; what a row leaves as it is comes from what ttpd last wrote. */
export async function reviewPlan(
  { ledger, storeKey, places }: Pick<Engine, 'ledger' | 'storeKey'> & Partial<Pick<Engine, 'places'>>,
  planId: string,
  taxonomy?: Pick<Taxonomy, 'idOf'>,
): Promise<PlanReview> {
  const prices = { up: 0, down: 0 };
  const stock = { toZero: 0, fromZero: 0 };
  const categories = new Set<string>();
  const moves: (PriceMove & { row: Operation })[] = [];
  const margins: { row: Operation; price: Big; cost: Big; margin: Big }[] = [];
  let created = new Big(0);
  let changed = new Big(0);

  const rows = ledger.operations.iterate(planId, { kinds: ['create', 'update', 'stock'] });
  for await (const batch of batches(byProduct(notHeld(rows)), BATCH)) {
    const written = await ledger.snapshots.find(
      storeKey,
      batch.flatMap(([row]) => row?.sku ?? []),
    );
    for (const group of batch) {
      const [row] = group;
      if (!row) continue;
      const last = written.get(row.sku.toLowerCase())?.fields ?? {};
      const before: FieldValues = Object.assign({}, last, ...group.map((each) => each.before));
      const writes: FieldValues = Object.assign({}, ...group.map((each) => each.after));
      const after: FieldValues = { ...before, ...writes };
      for (const path of writes.categories ?? [])
        for (const [level] of path.entries()) {
          const above = path.slice(0, level + 1);
          if (taxonomy && taxonomy.idOf(above) === undefined) categories.add(above.join(' / '));
        }
      const isWritten = (field: ChangeName) => field in writes;
      const price = paidPrice(after);
      if (row.kind === 'create') created = created.plus(value(after) ?? 0);
      else {
        const [had, has] = [value(before), value(after)];
        if (had && has) changed = changed.plus(has).minus(had);
        const [farthest] = priceMoves(before, writes);
        if (farthest) {
          prices[farthest.change.gt(0) ? 'up' : 'down'] += 1;
          insert(moves, { row, ...farthest }, (a, b) => b.change.abs().cmp(a.change.abs()));
        }
        if (isWritten('stock') && Number(before.stock) > 0 && after.stock === 0) stock.toZero += 1;
        if (isWritten('stock') && before.stock === 0 && Number(after.stock) > 0) stock.fromZero += 1;
      }
      const net = decimal(after.costPrice);
      const cost = net && grossOf(net, places?.includedTax);
      if (MARGIN.some(isWritten) && price?.gt(0) && cost?.gt(0))
        insert(margins, { row, price, cost, margin: price.minus(cost).div(price) }, (a, b) =>
          a.margin.cmp(b.margin),
        );
    }
  }
  return {
    prices: {
      ...prices,
      largest: moves.map(({ row: { sku, name }, before, after, change }) => ({
        sku,
        name,
        before: before.toFixed(),
        after: after.toFixed(),
        change: change.round(4).toFixed(),
      })),
    },
    stock,
    margin: {
      lowest: margins.map(({ row: { sku, name }, price, cost, margin }) => ({
        sku,
        name,
        price: price.toFixed(),
        cost: cost.toFixed(),
        margin: margin.round(4).toFixed(),
      })),
    },
    value: { created: created.toFixed(2), changed: changed.toFixed(2) },
    categories: [...categories],
  };
}

async function* notHeld(rows: AsyncIterable<Operation>): AsyncGenerator<Operation> {
  for await (const row of rows) if (!isHeld(row)) yield row;
}

/** A product's rows come one after the other. */
async function* byProduct(rows: AsyncIterable<Operation>): AsyncIterable<Operation[]> {
  let group: Operation[] = [];
  for await (const row of rows) {
    if (group[0] && group[0].sku !== row.sku) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

function value({ price, stock }: FieldValues): Big | undefined {
  const each = decimal(price);
  return each && typeof stock === 'number' ? each.times(stock) : undefined;
}

function decimal(value: unknown): Big | undefined {
  return typeof value === 'string' && value !== '' ? new Big(value) : undefined;
}

/** Keeps the first few of an order, whatever comes. */
function insert<T>(list: T[], item: T, order: (a: T, b: T) => number): void {
  const at = list.findIndex((other) => order(item, other) < 0);
  if (at >= 0) list.splice(at, 0, item);
  else if (list.length < LISTED) list.push(item);
  list.length = Math.min(list.length, LISTED);
}
