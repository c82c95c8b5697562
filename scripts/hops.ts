/**
 * npm run hops -- sync|import-csv|order [folder of sources] [--way]
 *
 * Follows one item through the code, on a sandbox of its own, and counts how often a reader who follows it changes files:
 * one part that the store has not, one row of a CSV file, one order.
 *
 * A step is the entry into a function, method or callback whose body is a block; one that is a single expression is read
 * where it stands. Returns are no steps. A hop is a step in another file than the step before, of the files in catalog,
 * commands, orders and csv; a folder change likewise. Defining the command line comes before the item and is not counted.
 * http is how many files of src/http the requests go through. `--way` prints every hop.
 *
 * At 80c4f46: sync 36 files, 122 hops, 67 folder changes, 28 http files; import-csv 57, 315, 156, 27; order 23, 63, 8, 28.
 * With rooms on floors: sync 36, 68, 53, 20; import-csv 56, 189, 52, 19; order 31, 91, 5, 20.
 * With pages that go one way: sync 39, 65, 29, 20; import-csv 60, 135, 45, 19; order 30, 63, 5, 20. Why sync has more folder
 * changes than the 15 it is meant to have: docs/adr/0009.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { createProgram as CreateProgram } from '../src/cli/program.ts';
import type { Host } from '../src/context/host.ts';
import type { Sandbox, SandboxOptions } from '../src/sandbox/sandbox.ts';
import { type Entry, instrument } from './lib/instrument.ts';

const COUNTED = /^(catalog|commands|orders|csv)\//;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { way: { type: 'boolean', default: false } },
});
const [flow = '', folder = 'src'] = positionals;
const sources = path.resolve(folder);

let entries: Entry[] = [];
instrument(sources, (entry) => entries.push(entry));

const { startSandbox } = (await load('sandbox/sandbox.ts')) as {
  startSandbox(options: SandboxOptions): Promise<Sandbox>;
};
const { createProgram } = (await load('cli/program.ts', 'program.ts')) as {
  createProgram: typeof CreateProgram;
};
const home = mkdtempSync(path.join(tmpdir(), 'ttpd-hops-'));
const sandbox = await startSandbox({ dataDir: path.join(home, 'sandbox'), parts: 100, plan: 'unlimited' });
try {
  const args = await prepare(flow);
  await ttpd(...args);
  report(entries);
} finally {
  await sandbox.close();
  rmSync(home, { recursive: true });
}

/** What the flow needs beforehand; answers the command that is followed. */
async function prepare(name: string): Promise<string[]> {
  if (name === 'sync') return ['sync', '--category', 'brakes', '--limit', '1'];
  if (name === 'import-csv') {
    const file = path.join(home, 'one.csv');
    writeFileSync(
      file,
      'Item,SKU,Name,Type,Price,Weight,Current Stock,Inventory Tracking,Is Visible\n' +
        'Product,KIT-1,Brake shoe kit,physical,65.00,40,12,product,TRUE\n',
    );
    return ['import-csv', file];
  }
  if (name !== 'order') throw new Error('Say which flow: sync, import-csv or order.');
  await ttpd('sync', '--category', 'brakes', '--limit', '10');
  const made = await fetch(`${sandbox.url}/_sandbox/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'single' }),
  });
  if (!made.ok) throw new Error(await made.text());
  return ['order', 'submit', '--all'];
}

/** Runs a command in this process. Afterwards `entries` are those of this command. */
async function ttpd(...args: string[]): Promise<void> {
  let said = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk);
      done();
    },
  });
  const host: Host = {
    env: { TTPD_HOME: home, TTPD_SANDBOX_URL: sandbox.url },
    cwd: home,
    streams: { stdin: process.stdin, stdout: stream, stderr: stream } as unknown as Host['streams'],
    exitCode: 0,
  };
  const program = createProgram(host);
  entries = [];
  await program.parseAsync(['node', 'ttpd', ...args]);
  if (host.exitCode !== 0) throw new Error(`${args.join(' ')}\n${said}`);
}

function report(all: readonly Entry[]): void {
  const way = all.filter(({ file }) => COUNTED.test(file));
  const hops = way.filter(({ file }, i) => i > 0 && file !== way[i - 1]?.file);
  const turns = hops.filter((step) => {
    const before = way[way.indexOf(step) - 1];
    return before && path.dirname(before.file) !== path.dirname(step.file);
  });
  if (values.way) for (const { file, name } of way.slice(0, 1).concat(hops)) console.log(`${file}  ${name}`);
  const files = new Set(way.map(({ file }) => file)).size;
  const http = new Set(all.map(({ file }) => file).filter((file) => file.startsWith('http/'))).size;
  console.log(
    `${flow}: ${files} files, ${hops.length} hops, ${turns.length} folder changes, ${http} http files`,
  );
}

/** The first of these files that the sources have: they have moved over time. */
async function load(...files: string[]): Promise<unknown> {
  const file = files.map((name) => path.join(sources, name)).find((name) => existsSync(name));
  if (!file) throw new Error(`${sources} has none of ${files.join(', ')}.`);
  return import(pathToFileURL(file).href);
}
