import type { Problem } from '../common/errors.ts';

/**
 * A row of a product file, whatever its format: what the readers make and the writers take.
 *
 * In every field: absent = the file says nothing, leave it; `null` = clear it. Money and measures are decimal text with a
 * point (`"146.20"`), in the store's currency and units. Ids are the store's.
 */
export interface ProductRow {
  /** Physical line where the row begins, from 1; the header's lines count. */
  line: number;
  command: RowCommand;
  /** May be empty only where `productId` is there. */
  sku: string;
  productId?: number;
  /** `physical` or `digital`. */
  type?: 'physical' | 'digital';
  name?: string;
  brand?: string | null;
  brandId?: number | null;
  mpn?: string | null;
  gtin?: string | null;
  upc?: string | null;
  /** HTML. */
  description?: string | null;
  price?: string;
  costPrice?: string | null;
  retailPrice?: string | null;
  salePrice?: string | null;
  mapPrice?: string | null;
  weight?: string;
  width?: string | null;
  height?: string | null;
  depth?: string | null;
  /** Pieces. */
  stock?: number;
  lowStock?: number | null;
  inventoryTracking?: 'none' | 'product' | 'variant';
  binPickingNumber?: string | null;
  /** Paths from the top: `[['Brakes', 'Drums'], ['Wheel End']]`. */
  categories?: string[][] | null;
  categoryIds?: number[] | null;
  channelIds?: number[] | null;
  condition?: 'New' | 'Refurbished' | 'Used';
  showCondition?: boolean;
  visible?: boolean;
  featured?: boolean;
  freeShipping?: boolean;
  fixedShippingPrice?: string | null;
  minimumQuantity?: number | null;
  maximumQuantity?: number | null;
  /** What the page says of availability, such as a lead time. */
  availability?: string | null;
  /** Whether it can be bought at all. */
  purchasability?: Purchasability;
  /** As `purchasability`, in files that know no preorder: `true` leaves one as it is. */
  purchasable?: boolean;
  /** A moment in ISO 8601. */
  preorderReleaseDate?: string | null;
  preorderMessage?: string | null;
  preorderOnly?: boolean;
  warranty?: string | null;
  taxClass?: string | null;
  sortOrder?: number | null;
  pageTitle?: string | null;
  metaDescription?: string | null;
  metaKeywords?: string | null;
  searchKeywords?: string | null;
  /** Path under the store's address: `/brake-drum-3600a/`. */
  customUrl?: string | null;
  customFields?: CustomFieldRow[] | null;
  images?: ProductImage[] | null;
  videos?: ProductVideo[] | null;
  variants?: VariantRow[];
  /** Names of categories and brands that may be several, with what is said of each (`keepDoubts`). */
  doubts?: { name: string; problem: Problem }[];
}

/**
 * What the row asks for. NEW refuses what is there, UPDATE what is not; MERGE does either; HIDE makes it invisible and
 * says nothing else. Rows with IGNORE are counted and not handed on.
 */
export type RowCommand = 'NEW' | 'UPDATE' | 'MERGE' | 'HIDE';
export const ROW_COMMANDS: readonly (RowCommand | 'IGNORE')[] = ['NEW', 'UPDATE', 'MERGE', 'IGNORE', 'HIDE'];

export const PURCHASABILITIES = ['available', 'disabled', 'preorder'] as const;
export type Purchasability = (typeof PURCHASABILITIES)[number];

/** A name may come more than once. Those of the names that are there are all that the product has of them. */
export interface CustomFieldRow {
  name: string;
  /** `null`: none of this name. */
  value: string | null;
}

export interface ProductImage {
  url: string;
  id?: number;
  description?: string;
  isThumbnail?: boolean;
  sortOrder?: number;
}

export interface ProductVideo {
  youtubeId: string;
  title?: string;
  description?: string;
  sortOrder?: number;
}

export interface VariantOption {
  /** The control panel's kind: `Rectangle`, `Swatch`, `Dropdown`, `Radio` … */
  type?: string;
  name: string;
  /** As the file has it, with the colours of a swatch: `Silver[#cccccc]`. */
  value: string;
}

export interface VariantRow {
  line: number;
  sku: string;
  variantId?: number;
  options: VariantOption[];
  /** Absent or `null`: inherits the product's. */
  price?: string | null;
  costPrice?: string | null;
  retailPrice?: string | null;
  salePrice?: string | null;
  weight?: string | null;
  width?: string | null;
  height?: string | null;
  depth?: string | null;
  stock?: number;
  lowStock?: number | null;
  imageUrl?: string | null;
  gtin?: string | null;
  upc?: string | null;
  mpn?: string | null;
  binPickingNumber?: string | null;
  /** It cannot be bought, whatever the product's other variants. */
  purchasingDisabled?: boolean | null;
  /** What the page says then. */
  purchasingDisabledMessage?: string | null;
}

/** Formats of `--format`. `google` is written only; `supplier` is read only, through a map. */
export const FORMATS = [
  'ttpd',
  'bigcommerce',
  'bigcommerce-legacy',
  'shopify',
  'woocommerce',
  'google',
  'supplier',
] as const;
export type FormatName = (typeof FORMATS)[number];

export const ENCODINGS = [
  ...([
    'utf-8',
    'utf-16le',
    'utf-16be',
    'windows-1252',
    'windows-1250',
    'windows-1251',
    'macintosh',
  ] as const),
  ...(['iso-8859-2', 'koi8-r', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr'] as const),
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What a file turned out to be. */
export interface Detected {
  format: FormatName;
  encoding: Encoding;
  /** The file begins with a byte order mark. */
  bom: boolean;
  gzip: boolean;
  delimiter: Delimiter;
  lineEnding: '\n' | '\r\n' | '\r';
  /** The file's headers, in order, as written. Empty: a supplier's file without a header. */
  columns: string[];
  /** Those of them that mean nothing to the format and are passed over. */
  unknownColumns: string[];
}

/** Rows of the file read so far. */
export interface RowTotals {
  /** Records below the header, children (variants, images) too. */
  total: number;
  /** Of these: in products handed on, in products with an error, and set aside by `IGNORE`. */
  valid: number;
  invalid: number;
  ignored: number;
}

export type DecimalMark = '.' | ',';

/** The text in a cell that clears its field. */
export const CLEAR_TOKEN = '<clear>';

export interface ReadOptions {
  /** Default: found out by the header. */
  format?: FormatName | undefined;
  /** Default: by byte order mark, else UTF-8, which is checked. */
  encoding?: Encoding | undefined;
  /** Default: the one that splits the first lines alike. */
  delimiter?: Delimiter | undefined;
  /** Default: what the file's first megabyte shows (`12,50`). Else `1,234` and `1.234` are refused until this says which. */
  decimal?: DecimalMark | undefined;
  clearToken?: string | undefined;
  /** Of Shopify's files: handle and option values are the SKU where there is none. Default: that is an error. */
  skuFromHandle?: boolean | undefined;
  /** Leaves names that may be several for whoever knows the store's, with their rows. Default: each is warned of. */
  keepDoubts?: boolean | undefined;
  /** Of a supplier's file: the YAML that says which column is which (docs/csv.md). */
  mapFile?: string | undefined;
  /** The store's, three letters: prices with another sign or code are refused. Default: unknown, which is warned of. */
  currency?: string | undefined;
  /** The store's units: what Shopify's grams and cells such as `12 kg` are converted to. Default lb and in. */
  weightUnit?: string | undefined;
  lengthUnit?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** One problem more: a row's errors come before the next row does. */
export type OnProblem = (problem: Problem) => void;

/** A file that was opened and recognised: `openProducts(source, options)` in reader.ts. */
export interface ProductReader {
  detected: Detected;
  /**
   * Every good row, in order, once. A row with an error is reported and not handed on; of duplicates the first is.
   * @throws TtpdError for what ends the reading: CSV_QUOTE_OPEN, CSV_ENCODING, CSV_NUL, CSV_TOO_LONG, FILE_CHANGED …
   */
  rows(onProblem: OnProblem): AsyncIterable<ProductRow>;
  totals(): RowTotals;
  /** The file's header of a field of `ProductRow`, `images` and `videos` too; `undefined`: it has no column of its own. */
  headerOf(field: string): string | undefined;
  /**
   * Reads the file a second time and writes the records of these lines (and of their whole products) as they were, in
   * the file's own columns, delimiter and encoding, with `_line,_code,_error` behind. Returns how many, and writes no
   * file for none.
   */
  writeRejects(file: string, problems: readonly Problem[]): Promise<number>;
  /** Removes the copy that was made of a stream. */
  close(): Promise<void>;
}

export interface WriteOptions {
  /** Headers to write, in this order. Default: all of the format's. */
  columns?: readonly string[] | undefined;
  delimiter?: Delimiter | undefined;
  /** BOM, CRLF, and identifiers as `="00123"`, which a spreadsheet leaves alone. */
  excel?: boolean | undefined;
  /** Default true: a `'` before text that a spreadsheet would run (`= + - @`, TAB, a line break). The readers take it off. */
  neutralise?: boolean | undefined;
  clearToken?: string | undefined;
  /** Of the store; written into the headers or converted where the format has its own. Default lb and in. */
  weightUnit?: string | undefined;
  lengthUnit?: string | undefined;
  /** Of the store, for formats that write it with prices. Default USD. */
  currency?: string | undefined;
  /** Address of the shop's pages, for formats that have links. */
  shopUrl?: string | undefined;
}
