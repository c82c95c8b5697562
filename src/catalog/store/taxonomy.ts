import type { BigCommerce } from '../../bigcommerce/bigcommerce.ts';
import type { Category } from '../../bigcommerce/schema.ts';
import { TtpdError } from '../../common/errors.ts';
import type { ServiceError } from '../../http/errors/service-error.ts';

/** The store's categories by path and its brands by id: what product fields name and the store numbers. */
export interface Taxonomy {
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

/** Reads the categories at once (a call a 250) and the brands when one is first asked for. */
export async function loadTaxonomy(store: BigCommerce, signal: AbortSignal): Promise<Taxonomy> {
  const byId = new Map<number, Category>();
  const byPath = new Map<string, number>();
  for await (const page of store.categories.list({}, signal))
    for (const category of page) byId.set(category.id, category);
  for (const id of byId.keys()) {
    byPath.set(key(pathOf(id)), id);
  }
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
    for await (const page of store.brands.list({}, signal))
      for (const brand of page) names.set(brand.id, brand.name);
    return names;
  }

  /** The tree that new top categories go into: the one that has the store's categories, else its only one. */
  async function treeId(): Promise<number> {
    for (const { treeId: id } of byId.values()) if (id !== null) return id;
    for await (const trees of store.categories.trees(signal)) for (const tree of trees) return tree.id;
    throw new TtpdError('NO_CATEGORY_TREE', 'The store has no category tree to put new categories in.', {
      hint: 'Create one in the control panel: Products, then Product Categories.',
    });
  }

  async function create(paths: readonly string[][]): Promise<void> {
    const rows = await Promise.all(
      paths.map(async (path) => {
        const parent = byPath.get(key(path.slice(0, -1)));
        const name = path.at(-1) ?? '';
        return path.length > 1 && parent ? { name, parent_id: parent } : { name, tree_id: await treeId() };
      }),
    );
    const results = await store.categories.create(rows, signal);
    for (const [i, result] of results.entries()) {
      const path = paths[i] ?? [];
      if ('error' in result) {
        refused.set(key(path), { path, error: result.error });
        continue;
      }
      byId.set(result.ok.id, result.ok);
      byPath.set(key(path), result.ok.id);
    }
  }

  function isRefused(path: readonly string[]): boolean {
    return path.some((_, level) => refused.has(key(path.slice(0, level + 1))));
  }

  const idOf = (path: readonly string[]) => byPath.get(key(path)) ?? unnamed(path);

  return {
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
          const isMissing = prefix.length === level && !byPath.has(key(prefix));
          if (isMissing && !isRefused(prefix)) missing.set(key(prefix), prefix);
        }
        if (missing.size > 0) await create([...missing.values()]);
      }
      return [...refused.values()];
    },
  };
}

function unnamed([name, ...below]: readonly string[]): number | undefined {
  const id = below.length === 0 ? /^#(\d+)$/.exec(name ?? '')?.[1] : undefined;
  return id === undefined ? undefined : Number(id);
}
