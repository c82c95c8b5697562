import { allOf } from '../../bigcommerce/pages.ts';
import type { Category, CategoryTree } from '../../bigcommerce/schema.ts';
import { TtpdError } from '../../common/errors.ts';
import type { ServiceError } from '../../http/errors/service-error.ts';
import type { ProductChanges } from '../../product/fields.ts';
import type { Engine } from '../engine/engine.ts';

/** The store's categories by path and its brands by id: what product fields name and the store numbers. */
export interface Taxonomy {
  /** The channels that have a category tree. */
  channels: readonly number[];
  /** What the store calls a category by now that ttpd made for this path; of others the path itself. */
  current(path: readonly string[]): readonly string[];
  /** `['Brakes', 'Brake Drums']`; `['#17']` for an id whose path is not known, which `idOf` takes back. */
  pathOf(categoryId: number): string[];
  idOf(path: readonly string[]): number | undefined;
  /** Of the paths that have one, each once. */
  idsOf(paths: readonly string[][]): number[];
  brandName(brandId: number): Promise<string | undefined>;
  /** Without regard to case, as the store compares. */
  hasBrand(name: string): Promise<boolean>;
  /**
   * Creates the paths that are missing, one level at a time, up to ten in a call. What is below a refused one is not
   * tried.
   * @returns what the store refused to make
   */
  ensure(paths: readonly string[][]): Promise<RefusedCategory[]>;
}

export interface RefusedCategory {
  path: readonly string[];
  error: ServiceError;
}

/** Names are unique among siblings whatever their case. */
const key = (path: readonly string[]) => JSON.stringify(path).toLowerCase();

/** What a taxonomy is read from; with a ledger, categories that ttpd made are known whatever they are called by now. */
export type TaxonomySource = Pick<Engine, 'store' | 'places'> & Partial<Pick<Engine, 'ledger' | 'storeKey'>>;

/**
 * Reads the trees and the categories at once (a call, and one a 250), and the brands when one is first asked for. Paths are
 * those of one tree, that of the channel that new products are put on: another storefront may have a category of the same
 * name, which is known by its number alone.
 */
export async function loadTaxonomy(source: TaxonomySource, signal: AbortSignal): Promise<Taxonomy> {
  const { store, places, ledger, storeKey = '' } = source;
  const trees = await allOf(store.categories.trees(signal));
  const tree = treeOf(trees, places.channels?.[0]);
  const byId = new Map<number, Category>();
  const byPath = new Map<string, number>();
  for (const category of await store.categories.all(signal))
    if (category.treeId === null || category.treeId === tree?.id) byId.set(category.id, category);
  for (const id of byId.keys()) byPath.set(key(pathOf(id)), id);
  for (const { path, id } of (await ledger?.categories.list(storeKey)) ?? [])
    if (byId.has(id)) byPath.set(key(path), id);
  const refused = new Map<string, RefusedCategory>();
  let brands: Promise<Map<number, string>> | undefined;

  function pathOf(id: number): string[] {
    const path: string[] = [];
    for (let at: number = id; at !== 0; ) {
      const category = byId.get(at);
      if (!category || path.length > byId.size) return [`#${id}`];
      path.unshift(category.name);
      at = category.parentId;
    }
    return path;
  }

  async function readBrands(): Promise<Map<number, string>> {
    const names = new Map<number, string>();
    for (const brand of await store.brands.all(signal)) names.set(brand.id, brand.name);
    return names;
  }

  async function create(paths: readonly string[][]): Promise<void> {
    if (!tree) throw noTree(places.channels?.[0]);
    const rows = paths.map((path) => {
      const parent = byPath.get(key(path.slice(0, -1)));
      const name = path.at(-1) ?? '';
      return path.length > 1 && parent ? { name, parent_id: parent } : { name, tree_id: tree.id };
    });
    const results = await store.categories.create(rows, signal);
    const made: { path: string[]; id: number }[] = [];
    for (const [i, result] of results.entries()) {
      const path = paths[i] ?? [];
      if ('error' in result) {
        refused.set(key(path), { path, error: result.error });
        continue;
      }
      byId.set(result.ok.id, result.ok);
      byPath.set(key(path), result.ok.id);
      made.push({ path, id: result.ok.id });
    }
    await ledger?.categories.remember(storeKey, made);
  }

  function isRefused(path: readonly string[]): boolean {
    return path.some((_, level) => refused.has(key(path.slice(0, level + 1))));
  }

  const idOf = (path: readonly string[]) => byPath.get(key(path)) ?? unnamed(path);

  return {
    channels: trees.flatMap(({ channels }) => channels),
    current: (path) => (byPath.has(key(path)) ? pathOf(byPath.get(key(path)) ?? 0) : path),
    pathOf,
    idOf,
    idsOf: (paths) => [...new Set(paths.flatMap((path) => idOf(path) ?? []))],
    async brandName(id) {
      brands ??= readBrands();
      return (await brands).get(id);
    },
    async hasBrand(name) {
      brands ??= readBrands();
      return [...(await brands).values()].some((known) => known.toLowerCase() === name.toLowerCase());
    },
    async ensure(paths) {
      const deepest = Math.max(0, ...paths.map((path) => path.length));
      for (let level = 1; level <= deepest; level++) {
        const missing = new Map<string, string[]>();
        for (const path of paths) {
          const prefix = path.slice(0, level);
          const isMissing = prefix.length === level && idOf(prefix) === undefined;
          if (isMissing && !isRefused(prefix)) missing.set(key(prefix), prefix);
        }
        if (missing.size > 0) await create([...missing.values()]);
      }
      return [...refused.values()];
    },
  };
}

/** That of the channel; without one, of the lowest channel that has one. */
function treeOf(trees: readonly CategoryTree[], channel: number | undefined): CategoryTree | undefined {
  const wanted = channel ?? Math.min(...trees.flatMap(({ channels }) => channels));
  const own = trees.find(({ channels }) => channels.includes(wanted));
  return channel === undefined ? (own ?? [...trees].sort((a, b) => a.id - b.id)[0]) : own;
}

function noTree(channel: number | undefined): TtpdError {
  const whose = channel === undefined ? 'The store' : `The store's channel ${channel}`;
  return new TtpdError('NO_CATEGORY_TREE', `${whose} has no category tree to put new categories in.`, {
    hint: 'Create one in the control panel: Products, then Product Categories.',
  });
}

const unnamed = ([name = '', ...below]: readonly string[]) =>
  below.length === 0 && /^#\d+$/.test(name) ? Number(name.slice(1)) : undefined;

/** Categories that ttpd made, by the names that the store has for them now: one that a merchant renamed is the same. */
export function inStore<Of extends { fields: ProductChanges }>(taxonomy: Taxonomy, of: Of): Of {
  const { categories } = of.fields;
  if (!categories) return of;
  return {
    ...of,
    fields: { ...of.fields, categories: categories.map((path) => [...taxonomy.current(path)]) },
  };
}
