import { headerKey } from './header.ts';

/** Words that suppliers head their columns with, in the languages that their files come in; whole headers, no parts. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  sku: [
    'sku',
    'item',
    'item no',
    'item number',
    'item code',
    'product code',
    'part',
    'part no',
    'part number',
    'part #',
    'stock code',
    'artikelnummer',
    'artikelnr',
    'art.-nr.',
    'art. nr.',
    'référence',
    'reference',
    'ref',
    'código',
    'codigo',
    '货号',
    '产品编号',
    '零件号',
  ],
  mpn: [
    'mpn',
    'manufacturer part number',
    'mfr part number',
    'mfg part number',
    'oem number',
    'oem',
    'herstellernummer',
  ],
  name: [
    'name',
    'title',
    'product',
    'product name',
    'part name',
    'short description',
    'bezeichnung',
    'artikelbezeichnung',
    'désignation',
    'designation',
    'nombre',
    'nom',
    '名称',
    '产品名称',
    '品名',
  ],
  description: [
    'description',
    'long description',
    'details',
    'text',
    'beschreibung',
    'langtext',
    'descripción',
    'descripcion',
    '描述',
  ],
  brand: [
    'brand',
    'make',
    'manufacturer',
    'mfr',
    'mfg',
    'hersteller',
    'marke',
    'marque',
    'fabricant',
    'marca',
    '品牌',
  ],
  gtin: ['gtin', 'ean', 'ean code', 'ean13', 'barcode', 'bar code', 'global trade item number', '条形码'],
  upc: ['upc', 'upc code'],
  costPrice: [
    'cost',
    'cost price',
    'net',
    'net price',
    'dealer',
    'dealer price',
    'jobber',
    'jobber price',
    'your price',
    'nettopreis',
    'einkaufspreis',
    'ek',
    'prix net',
    'costo',
  ],
  retailPrice: [
    'list',
    'list price',
    'msrp',
    'retail',
    'retail price',
    'srp',
    'uvp',
    'listenpreis',
    'bruttopreis',
    'prix public',
  ],
  mapPrice: ['map', 'map price', 'minimum advertised price'],
  price: ['price', 'unit price', 'sell price', 'preis', 'prix', 'precio', '价格', '单价'],
  stock: [
    'stock',
    'qty',
    'quantity',
    'qoh',
    'on hand',
    'qty on hand',
    'available',
    'qty available',
    'inventory',
    'bestand',
    'menge',
    'lagerbestand',
    'quantité',
    'cantidad',
    '库存',
    '数量',
  ],
  weight: ['weight', 'ship weight', 'shipping weight', 'gewicht', 'poids', 'peso', '重量'],
  width: ['width', 'breite', 'largeur', 'ancho', '宽度'],
  height: ['height', 'höhe', 'hauteur', 'alto', '高度'],
  depth: ['depth', 'length', 'tiefe', 'länge', 'profondeur', 'longueur', 'largo', '长度'],
  categories: [
    'category',
    'categories',
    'product group',
    'group',
    'warengruppe',
    'kategorie',
    'catégorie',
    'categoría',
    '类别',
  ],
  minimumQuantity: ['minimum', 'min qty', 'minimum quantity', 'moq', 'mindestmenge'],
};

export interface Guess {
  field: string;
  unit?: string;
}

/** What a header is called elsewhere; a unit in it (`Weight (kg)`, `Gewicht [kg]`) is one of the column. */
export function guessField(header: string): Guess | undefined {
  const [, plain = header, unit] =
    /^(.*?)\s*[([/]\s*(kg|g|lbs?|oz|mm|cm|m|in|ft)\.?\s*[)\]]?$/i.exec(header) ?? [];
  const key = headerKey(plain).replaceAll(/[_-]+/g, ' ');
  const field = Object.keys(WORDS).find((each) => WORDS[each]?.includes(key) || each.toLowerCase() === key);
  if (field === undefined) return undefined;
  return unit === undefined ? { field } : { field, unit: unit.toLowerCase() };
}

/** By the cells alone, for a file without headers: what can hardly be anything else. */
export function guessByCells(cells: readonly string[]): string | undefined {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (filled.length === 0) return undefined;
  const all = (pattern: RegExp) => filled.every((cell) => pattern.test(cell));
  if (all(/^\d{12,14}$/)) return 'gtin';
  if (all(/^https?:\/\//i)) return 'images';
  if (all(/^\D{0,3}\d{1,6}[.,]\d{2}\D{0,4}$/)) return 'price';
  if (all(/^\d{1,5}$/)) return 'stock';
  return undefined;
}

/** Headers say what stands below; numbers and long texts do not. */
export function looksLikeHeader(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (first.some((cell) => guessField(cell) !== undefined)) return true;
  const isNumber = (cell: string | undefined) => /^\D{0,2}\d+([.,]\d+)*\D{0,2}$/.test(cell?.trim() ?? '');
  return !first.some(isNumber) && rows.some((row) => row.some(isNumber));
}
