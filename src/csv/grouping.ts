import type { Format } from './format.ts';
import type { BoundHeader } from './header.ts';
import { isBlank } from './kinds.ts';
import { createLineIndex } from './line-index.ts';
import type { Batch } from './records.ts';

/** Products whose records are gathered in one reading of the file: memory has no more of them at a time. */
const TOGETHER = 10_000;

/**
 * The records of a file in an order in which those of one product stand together, whatever order the file has them in:
 * first the products that stand together already, in the file's order, then the others. Only the lines of products are
 * kept between the readings.
 * @param read reads the file from its beginning
 */
export async function* grouped(
  read: () => AsyncIterable<Batch>,
  { grouping }: Format,
  header: BoundHeader,
): AsyncGenerator<Batch> {
  if (!grouping) {
    yield* read();
    return;
  }
  const cellsOf = (record: readonly string[]) => (name: string) => record[header.indexOf(name)]?.trim() ?? '';
  const heads = createLineIndex();
  for await (const { lines, records } of read())
    for (const [i, record] of records.entries())
      if (!isBlank(record))
        for (const name of grouping.names(cellsOf(record))) heads.add(name.toLowerCase(), lines[i] ?? 0);

  /** The line of the product's first record; 0: of no product. */
  function createOwners() {
    let open = 0;
    return (record: readonly string[], line: number): number => {
      const owner = grouping?.owner(cellsOf(record));
      const head = owner === undefined ? open : owner === '' ? line : (heads.find(owner.toLowerCase()) ?? 0);
      if (head === line) open = line;
      return head;
    };
  }

  const apart = new Set<number>();
  let ownerOf = createOwners();
  let before = 0;
  for await (const { lines, records } of read())
    for (const [i, record] of records.entries()) {
      if (isBlank(record)) continue;
      const line = lines[i] ?? 0;
      const head = ownerOf(record, line);
      if (head !== line && head !== before) apart.add(head);
      before = head;
    }
  apart.delete(0);

  const groups = [...apart];
  for (let from = -TOGETHER; from < groups.length; from += TOGETHER) {
    // The first reading hands on what stands together, and what is of no product.
    const wanted = from < 0 ? undefined : new Set(groups.slice(from, from + TOGETHER));
    const gathered = new Map<number, { line: number; record: string[] }[]>();
    const doubtful: Batch['doubts'] = new Map();
    ownerOf = createOwners();
    for await (const { lines, records, doubts } of read()) {
      const batch: Batch = { lines: [], records: [], doubts };
      for (const [i, record] of records.entries()) {
        const line = lines[i] ?? 0;
        const head = isBlank(record) ? 0 : ownerOf(record, line);
        if (wanted === undefined) {
          if (apart.has(head)) continue;
          batch.lines.push(line);
          batch.records.push(record);
        } else if (wanted.has(head)) {
          const group = gathered.get(head) ?? [];
          // The product's own record comes first.
          if (line === head) group.unshift({ line, record });
          else group.push({ line, record });
          gathered.set(head, group);
          const doubt = doubts.get(line);
          if (doubt) doubtful.set(line, doubt);
        }
      }
      if (batch.records.length > 0) yield batch;
    }
    for (const group of gathered.values())
      yield {
        lines: group.map(({ line }) => line),
        records: group.map(({ record }) => record),
        doubts: doubtful,
      };
  }
}
