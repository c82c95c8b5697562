/**
 * Validation of a product file, to its end and without look-ups, beside bare csv-parse to objects on the same file: each
 * in a process of its own, in turns, so that what else the machine does hits both.
 * `node bench/csv.ts [ROWS] [ROUNDS]`
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse';
import { keepHeapSmall } from '../src/context/small-heap.ts';
import { openProducts } from '../src/csv/reader.ts';

const COLUMNS = [
  ...[
    'SKU',
    'Name',
    'Brand',
    'MPN',
    'GTIN',
    'Description',
    'Price',
    'Cost Price',
    'Retail Price',
    'MAP Price',
  ],
  ...['Weight', 'Width', 'Height', 'Depth', 'Stock', 'Low Stock', 'Categories', 'Condition', 'Visible'],
  'Search Keywords',
];

const READERS: Record<string, (file: string) => Promise<number>> = {
  async 'ttpd validation'(file) {
    // As `import-csv` does.
    keepHeapSmall();
    const reader = await openProducts(file);
    let rows = 0;
    let wrong = 0;
    for await (const _ of reader.rows(() => wrong++)) rows += 1;
    if (wrong > 0) throw new Error(`${wrong} problems in a good file`);
    return rows;
  },
  async 'csv-parse to objects'(file) {
    let rows = 0;
    for await (const _ of createReadStream(file).pipe(parse({ columns: true }))) rows += 1;
    return rows;
  },
};

/** Quotes, doubled quotes, line breaks and UTF-8, as parts catalogues have them. */
function line(i: number): string {
  const cells = [
    `GU-${String(i).padStart(7, '0')}`,
    `"Brake drum 16.5"" × 7, outboard ${i}"`,
    ...['Gunite', `${3600 + i}AX`, '036000291452'],
    `"Outboard mount, balanced.\nFits ""most"" trailers – 6 µm, ${i % 180} °F"`,
    ...['146.20', '95.10', '199.99', '140.00', '99.5', '16.5', '16.5', '9', String(i % 40), '3'],
    ...['Brakes/Drums;Wheel End', 'New', 'TRUE', 'drum brake gunite'],
  ];
  return `${cells.join(',')}\n`;
}

async function makeFile(file: string, rows: number) {
  await using handle = await open(file, 'w');
  await handle.writeFile(`${COLUMNS.join(',')}\n`);
  for (let from = 0; from < rows; from += 5_000)
    await handle.writeFile(
      Array.from({ length: Math.min(5_000, rows - from) }, (_, i) => line(from + i)).join(''),
    );
}

interface Measured {
  rows: number;
  seconds: number;
  peakMegabytes: number;
}

async function measure(name: string, file: string) {
  const read = READERS[name];
  if (!read) throw new Error(`There is no reader ${name}`);
  const before = process.cpuUsage();
  const rows = await read(file);
  const { user, system } = process.cpuUsage(before);
  // Of the processor, not of the clock: on a busy machine the two are far apart.
  const seconds = (user + system) / 1_000_000;
  const measured: Measured = { rows, seconds, peakMegabytes: process.resourceUsage().maxRSS / 1_024 };
  console.log(JSON.stringify(measured));
}

function inItsOwnProcess(name: string, file: string): Measured {
  const output = execFileSync(process.execPath, [import.meta.filename, 'measure', name, file], {
    encoding: 'utf8',
  });
  return JSON.parse(output) as Measured;
}

async function compare(rows: number, rounds: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ttpd-bench-'));
  try {
    const file = path.join(folder, 'parts.csv');
    await makeFile(file, rows);
    console.log(
      `${rows} rows × ${COLUMNS.length} columns, ${Math.round(statSync(file).size / 1e6)} MB, best of ${rounds}`,
    );
    const best = new Map<string, Measured>();
    for (let round = 0; round < rounds; round++)
      for (const name of Object.keys(READERS)) {
        const measured = inItsOwnProcess(name, file);
        if (measured.rows !== rows) throw new Error(`${name} read ${measured.rows} rows`);
        const before = best.get(name);
        if (!before || measured.seconds < before.seconds) best.set(name, measured);
      }
    for (const [name, { seconds, peakMegabytes }] of best)
      console.log(
        `${name.padEnd(22)} ${Math.round(rows / seconds)} rows/s of processor time, peak ${Math.round(peakMegabytes)} MB`,
      );
    const [ours, bare] = [...best.values()];
    if (ours && bare)
      console.log(
        `ttpd does ${((100 * bare.seconds) / ours.seconds).toFixed(0)} % of csv-parse's rows/s (budget 90 %)`,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [first = '100000', second = '3', third = ''] = process.argv.slice(2);
await (first === 'measure' ? measure(second, third) : compare(Number(first), Number(second)));
