import { stringify } from 'csv-stringify/sync';
import { jsonText } from '../../common/json-text.ts';
import { spreadsheetCell } from '../../common/spreadsheet-cell.ts';
import type { ShownPart } from '../../library/search.ts';
import { count } from '../../terminal/plurals.ts';
import { table } from '../../terminal/table.ts';

export async function partsText(
  rows: readonly ShownPart[],
  {
    total,
    format,
    columns,
  }: { total: number | null; format: 'table' | 'json' | 'ndjson' | 'csv'; columns: number | undefined },
): Promise<string> {
  switch (format) {
    case 'json':
      return jsonText([...rows], 2);
    case 'ndjson':
      return rows.map((row) => jsonText(row)).join('\n');
    case 'csv':
      return stringify([...rows], { header: true, cast: { string: spreadsheetCell } }).trimEnd();
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
