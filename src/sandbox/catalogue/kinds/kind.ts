export interface Hazmat {
  un_number: string;
  hazard_class: string;
  packing_group: string | null;
  shipping_name: string;
}

/** One kind of part: the second level of the category path, with the ranges its parts are drawn from. */
export interface Kind {
  name: string;
  /** Share within the system, in slots of its repeating pattern. */
  share: number;
  vmrs: string;
  /** Pounds a piece. */
  weight: readonly [number, number];
  /** What the account pays, in dollars. */
  cost: readonly [number, number];
  /** Inches: length, width, height. */
  size: readonly [number, number, number];
  /** Maker → shape of its part numbers, `#` being the running digits. */
  brands: Readonly<Record<string, string>>;
  /** `{Attribute}` takes the part's own value. */
  titles: readonly string[];
  attributes: Readonly<Record<string, readonly string[]>>;
  /** Sold rebuilt as well, with a deposit for the old unit. */
  rebuilt?: true;
  /** Small enough to be sold by the pack. */
  packed?: true;
  /** Axle, brake or suspension models it fits; without it the kind fits vehicles. */
  components?: readonly string[];
  /** Fits anything: said, never implied. */
  universal?: true;
  hazmat?: Hazmat;
}

/** One VMRS system: the first level of the category path. */
export interface System {
  slug: string;
  name: string;
  /** Parts out of every hundred. */
  share: number;
  kinds: readonly Kind[];
}
