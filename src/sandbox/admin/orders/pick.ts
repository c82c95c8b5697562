import { hash } from '../../catalogue/hash.ts';
import { identityOf } from '../../catalogue/identity.ts';
import type { WirePart } from '../../catalogue/part.ts';
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
  readonly #rows: ProductRow[];
  /** Of the supplier's parts, by brand and number. */
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #parts = new Map<number, Found | undefined>();
  /** What the running order has so far. */
  taken: Found[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#rows = world.db.all<ProductRow>(
      `SELECT p.id, p.sku, p.mpn, b.name AS brand, p.price FROM products p JOIN brands b ON b.id = p.brand_id
       WHERE p.mpn <> '' ORDER BY p.id`,
    );
    this.#indexes = indexesOf(world, this.#rows);
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
    const index = this.#indexes.get(nameOf(row.brand, row.mpn));
    const { catalogue } = this.#world;
    if (index === undefined || catalogue.price(index).account === null) return undefined;
    const part = catalogue.part(index);
    if (catalogue.locate(part.id) < 0) return undefined;
    const stock = catalogue.inventory(index).total ?? 0;
    return { productId: row.id, sku: row.sku, price: row.price, part, index, stock };
  }
}

/** One pass over the catalogue: asking its search for each product would be one pass for each. */
function indexesOf({ catalogue }: World, rows: readonly ProductRow[]): Map<string, number> {
  const wanted = new Set(rows.map(({ brand, mpn }) => nameOf(brand, mpn)));
  const indexes = new Map<string, number>();
  for (let index = 0; index < catalogue.size && wanted.size > 0; index++) {
    const { brand, part_number } = identityOf(catalogue.layout.place(index), catalogue.layout);
    const name = nameOf(brand, part_number);
    if (wanted.delete(name)) indexes.set(name, index);
  }
  return indexes;
}

function nameOf(brand: string, number: string): string {
  return `${brand.toLowerCase()}\n${number}`;
}
