import { type Column, columnsOf } from '../columns.ts';
import type { ProductRow } from '../csv-row.ts';
import { type Format, joinParts } from '../format.ts';
import type { ColumnMap } from '../map.ts';
import { ttpd } from './ttpd.ts';
import { lengthIn, weightIn } from './units.ts';

const product = columnsOf<ProductRow>();

/** A supplier's file through the map that a person wrote for it: their headers, our fields and types. */
export function supplierFormat(map: ColumnMap): Format {
  const columns = Object.entries(map.columns).map(([field, source]) => {
    const { column, unit } = typeof source === 'object' ? source : { column: source, unit: undefined };
    return columnFor(field, String(column), unit);
  });
  return {
    name: 'supplier',
    headers: columns.map(({ header }) => header),
    columns: { product: columns },
    signature: columns.map(({ header }) => header),
    join(parts) {
      const joined = joinParts(parts);
      if (map.skuPrefix && typeof joined.sku === 'string') joined.sku = map.skuPrefix + joined.sku;
      return joined;
    },
    constants: Object.entries(map.set).map(([field, text]) => ({
      column: columnFor(field, `set.${field}`),
      text,
    })),
  };
}

function columnFor(field: string, header: string, unit?: string): Column {
  if (unit !== undefined && field === 'weight') return product(header, 'weight', weightIn(unit));
  if (unit !== undefined && (field === 'width' || field === 'height' || field === 'depth'))
    return product(header, field, lengthIn(unit));
  const own = ttpd.columns.product?.find((column) => column.field === field);
  if (!own) throw new Error(`${field} is no field of a product`);
  return { ...own, header, aliases: [] };
}
