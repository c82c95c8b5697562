import { hash } from '../../catalogue/hash.ts';
import { indexOf, type WirePart } from '../../catalogue/part.ts';
import { Search } from '../../catalogue/search.ts';
import type { World } from '../../world.ts';
import { refuse } from '../refuse.ts';

interface ProductRow {
  id: number;
  sku: string;
  mpn: string;
  brand: string;
  price: number;
}

export interface Found {
  productId: number;
  sku: string;
  price: number;
  part: WirePart;
  /** In the supplier's catalogue. */
  index: number;
  /** Pieces in stock there. */
  stock: number;
}

/** Finds products of the store that the supplier has too, by brand and number, never the same one twice. */
export class Picker {
  readonly #world: World;
  readonly #search: Search;
  readonly #rows: ProductRow[];
  readonly #parts = new Map<number, Found | undefined>();
  /** What the running order has so far. */
  taken: Found[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#search = new Search(world.catalogue);
    this.#rows = world.db.all<ProductRow>(
      `SELECT p.id, p.sku, p.mpn, b.name AS brand, p.price FROM products p JOIN brands b ON b.id = p.brand_id
       WHERE p.mpn <> '' ORDER BY p.id`,
    );
  }

  /** The next order may have the same products again. */
  nextOrder(): void {
    this.taken = [];
  }

  /** One that pleases; where to begin looking follows from `seed`. */
  take(seed: number, what: string, pleases: (found: Found) => boolean = () => true): Found {
    const { length } = this.#rows;
    for (let n = 0; n < length; n++) {
      const found = this.#partOf((hash(seed, 77) + n) % length);
      if (!found || this.taken.includes(found) || found.part.status !== 'active' || !pleases(found)) continue;
      this.taken.push(found);
      return found;
    }
    throw refuse(422, `The store has no product for this: ${what}. Sync more parts first.`);
  }

  #partOf(position: number): Found | undefined {
    if (!this.#parts.has(position)) this.#parts.set(position, this.#find(this.#rows[position]));
    return this.#parts.get(position);
  }

  #find(row: ProductRow | undefined): Found | undefined {
    if (!row) return undefined;
    const { parts } = this.#search.page({ brand: row.brand, mpn: row.mpn }, 1, 1, false);
    const [part] = parts;
    if (!part) return undefined;
    const index = indexOf(part.id);
    if (this.#world.catalogue.price(index).account === null) return undefined;
    const stock = this.#world.catalogue.inventory(index).total ?? 0;
    return { productId: row.id, sku: row.sku, price: row.price, part, index, stock };
  }
}
