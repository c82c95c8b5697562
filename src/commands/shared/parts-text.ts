import { stringify } from 'csv-stringify/sync';
import type { Part } from '../../finditparts/supplier.ts';
import type { Identity } from '../../rules/identity.ts';
import { count } from '../../terminal/plurals.ts';
import { table } from '../../terminal/table.ts';

/** A part in the JSON result of `search` and `show`. Stable; money is text. */
export function shownPart(part: Part, identify: (brand: string, partNumber: string) => Identity) {
  const { price, stock } = part.offer ?? {};
  return {
    id: part.id,
    sku: identify(part.brand, part.partNumber).sku,
    brand: part.brand,
    partNumber: part.partNumber,
    name: part.name,
    category: part.category,
    condition: part.condition,
    status: part.status,
    list: price?.list?.toFixed(2) ?? null,
    cost: price?.account?.toFixed(2) ?? null,
    core: price?.core?.toFixed(2) ?? null,
    currency: price?.currency ?? null,
    stock: stock?.total ?? null,
    weight: part.weight ? `${part.weight.value.toFixed()} ${part.weight.unit}` : null,
  };
}

export async function partsText(
  rows: readonly ReturnType<typeof shownPart>[],
  {
    total,
    format,
    columns,
  }: { total: number | null; format: 'table' | 'json' | 'ndjson' | 'csv'; columns: number | undefined },
): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify([...rows], null, 2);
    case 'ndjson':
      return rows.map((row) => JSON.stringify(row)).join('\n');
    case 'csv':
      return stringify([...rows], { header: true, escape_formulas: true }).trimEnd();
    case 'table': {
      if (rows.length === 0) return 'Nothing found.';
      const more =
        total !== null && total > rows.length
          ? `\n${rows.length} of ${count(total, 'part')}; --limit N or --all shows more`
          : '';
      return (
        table(
          rows,
          [
            { title: 'sku', value: (row) => row.sku, whole: true },
            { title: 'brand', value: (row) => row.brand, spare: 1 },
            // The SKU says it too.
            { title: 'number', value: (row) => row.partNumber, spare: 4 },
            { title: 'name', value: (row) => row.name, width: 44 },
            { title: 'list', value: (row) => row.list, align: 'right' },
            { title: 'cost', value: (row) => row.cost, align: 'right' },
            { title: 'core', value: (row) => row.core, align: 'right', spare: 2 },
            { title: 'stock', value: (row) => row.stock, align: 'right' },
            { title: 'weight', value: (row) => row.weight, align: 'right', spare: 3 },
          ],
          columns,
        ) + more
      );
    }
  }
}
