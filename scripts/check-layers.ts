/** Imports go one way (CONTRIBUTING.md, "Layers"). Prints each import that does not, and fails. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folder → folders whose files it may import, besides its own and the shared words (`errors.ts`, `events.ts` …). */
const MAY_IMPORT: Record<string, readonly string[]> = {
  common: [],
  http: [],
  ledger: [],
  sandbox: [],
  terminal: [],
  settings: ['http'],
  finditparts: ['http'],
  bigcommerce: ['http'],
  rules: ['finditparts'],
  csv: ['rules', 'finditparts'],
  catalog: ['rules', 'csv', 'finditparts', 'bigcommerce', 'ledger', 'http'],
  orders: ['catalog', 'rules', 'finditparts', 'bigcommerce', 'ledger', 'http'],
  inventory: ['catalog', 'rules', 'finditparts', 'bigcommerce', 'ledger', 'http'],
  monitoring: ['http'],
  context: ['rules', 'finditparts', 'bigcommerce', 'ledger', 'http', 'settings', 'terminal', 'sandbox'],
  cli: ['commands', 'context', 'settings', 'terminal'],
  library: ['bigcommerce', 'catalog', 'finditparts', 'http', 'ledger', 'rules'],
  commands: [
    'catalog',
    'csv',
    'inventory',
    'monitoring',
    'orders',
    'rules',
    'finditparts',
    'bigcommerce',
    'ledger',
    'http',
    'settings',
    'terminal',
    'context',
  ],
};
/** The sandbox is written as if ttpd did not exist; only the context starts it. */
const SANDBOX_KNOWS_NOTHING = 'sandbox';

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

function folderOf(file: string): string | undefined {
  const [folder, rest] = path.relative('src', file).split(path.sep);
  return rest === undefined ? undefined : folder;
}

const wrong: string[] = [];
for (const file of globSync('src/**/*.ts')) {
  const from = folderOf(file);
  if (from === undefined) continue; // Entry points and shared words.
  const allowed = MAY_IMPORT[from];
  if (!allowed) {
    wrong.push(`src/${from}: not a layer; add it to scripts/check-layers.ts and CONTRIBUTING.md`);
    continue;
  }
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const to = folderOf(path.join(path.dirname(file), specifier));
    const isShared = to === 'common' && from !== SANDBOX_KNOWS_NOTHING;
    if (isShared || to === from || (to !== undefined && allowed.includes(to))) continue;
    wrong.push(`${file}: imports ${specifier}`);
  }
}

for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exitCode = 1;
