import type { ListOptions } from '../../../bigcommerce/product-reader.ts';
import type { StoreProduct } from '../../../bigcommerce/product-schema.ts';
import { ExitCode, type Problem, TtpdError } from '../../../common/errors.ts';
import type { ProductRow } from '../../../csv/csv-row.ts';
import type { ProductFields } from '../../../product/fields.ts';
import { sumOf } from '../../../product/levels.ts';
import type { Engine } from '../../engine/engine.ts';
import type { MappedProduct, Mapper } from '../../map/map.ts';
import { itemLevels } from '../../store/levels.ts';
import { INCLUDE_ALL } from '../../store/reader.ts';
import { loadTaxonomy, type Taxonomy } from '../../store/taxonomy.ts';
import { selectOffers } from '../../supply/offers.ts';
import type { Selection } from '../../supply/select.ts';
import { mappedRow, storeRow } from './product-row.ts';

type Reads = Pick<Engine, 'store' | 'places' | 'supplier' | 'concurrency' | 'drain' | 'emit'>;

const SKUS_A_TIME = 250;

/**
 * The store's products as rows, 250 a call and as many levels in another. `category` is a path of the store's own.
 * @throws TtpdError CATEGORY_UNKNOWN, BRAND_UNKNOWN (exit 2)
 */
export async function* storeRows(engine: Reads, selection: Selection): AsyncGenerator<ProductRow> {
  const { drain: signal, emit } = engine;
  const taxonomy = await loadTaxonomy(engine, signal);
  const filter = await filterOf(engine, selection, taxonomy);
  const limit = selection.limit ?? Number.POSITIVE_INFINITY;
  let done = 0;
  for await (const { products, total } of pagesOf(engine, selection, filter)) {
    const some = products.slice(0, limit - done);
    const levels = await levelsOf(engine, some);
    for (const product of some) yield storeRow(product, levels.get(product.id) ?? null, taxonomy);
    done += some.length;
    const all = total === null ? null : Math.min(total, limit);
    emit({ type: 'progress', stage: 'read', done, total: all, counts: {} });
    if (done >= limit) return;
  }
}

async function* pagesOf(
  { store, drain: signal }: Reads,
  { skus }: Selection,
  filter: ListOptions['filter'],
): AsyncGenerator<{ products: StoreProduct[]; total: number | null }> {
  if (skus) {
    for (let i = 0; i < skus.length; i += SKUS_A_TIME) {
      const products = await store.products.bySku(skus.slice(i, i + SKUS_A_TIME), {
        include: INCLUDE_ALL,
        signal,
      });
      yield { products, total: skus.length };
    }
    return;
  }
  let total: number | null = null;
  for await (const page of store.products.scan({
    include: INCLUDE_ALL,
    signal,
    ...(filter ? { filter } : {}),
  })) {
    total ??= page.left;
    yield { products: page.products, total };
  }
}

async function filterOf(
  { store, drain: signal }: Reads,
  { category, brand, query }: Selection,
  taxonomy: Taxonomy,
): Promise<ListOptions['filter']> {
  const categoryId =
    category === undefined ? undefined : taxonomy.idOf(category.split('/').map((name) => name.trim()));
  if (category !== undefined && categoryId === undefined)
    throw unknown(
      'CATEGORY_UNKNOWN',
      `The store has no category "${category}".`,
      'Write its path: Brakes/Brake Drums.',
    );
  const found = brand === undefined ? undefined : await store.brands.byName(brand, signal);
  if (brand !== undefined && !found) throw unknown('BRAND_UNKNOWN', `The store has no brand "${brand}".`);
  return {
    ...(categoryId === undefined ? {} : { 'categories:in': categoryId }),
    ...(found ? { brand_id: found.id } : {}),
    ...(query === undefined ? {} : { keyword: query }),
  };
}

function unknown(code: string, message: string, hint = 'Check how it is spelled.'): TtpdError {
  return new TtpdError(code, message, { hint, exitCode: ExitCode.Usage });
}

/** Pieces by product, of those that the store counts; the catalogue's own number may be behind. */
async function levelsOf(
  { store, places, drain: signal }: Reads,
  products: readonly StoreProduct[],
): Promise<Map<number, number>> {
  const levels = new Map<number, number>();
  for (const { id, inventoryTracking, inventoryLevel } of products)
    if (inventoryTracking === 'variant') levels.set(id, inventoryLevel);
  const productIds = products.filter((each) => each.inventoryTracking === 'product').map(({ id }) => id);
  if (productIds.length === 0) return levels;
  for await (const items of store.inventory.items({ productIds, locationIds: places.locations }, signal))
    for (const item of itemLevels(items, places)) levels.set(item.productId, sumOf(new Map(item.levels)));
  return levels;
}

function named({ nameAtFirst: name }: MappedProduct): ProductFields {
  return name === undefined ? {} : { name };
}

/** The supplier's parts as the rules would have them in the store. Parts that the rules hold back are told. */
export async function* supplierRows(
  engine: Reads,
  selection: Selection,
  mapper: Mapper,
  onProblem: (problem: Problem) => void,
): AsyncGenerator<ProductRow> {
  const { emit } = engine;
  let done = 0;
  for await (const page of selectOffers(engine, selection, { skuOf: (part) => mapper(part).sku })) {
    for (const problem of page.problems) onProblem(problem);
    for (const part of page.parts) {
      const mapped = mapper(part);
      if (mapped.kind === 'product') yield mappedRow(mapped.sku, { ...named(mapped), ...mapped.fields });
      else onProblem({ code: mapped.code, severity: 'warning', sku: mapped.sku, message: mapped.reason });
    }
    done += page.parts.length;
    emit({ type: 'progress', stage: 'read', done, total: page.total, counts: {} });
  }
}
