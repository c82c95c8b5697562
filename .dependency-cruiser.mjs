/** Imports go one way (CONTRIBUTING.md, "Layers"), of values and of types: `npm run check:layers`. */

/** Folder → folders that it may import, besides itself and the words that all share (`common/`). */
const MAY_IMPORT = {
  common: [],
  product: [],
  http: [],
  ledger: ['product'],
  terminal: [],
  settings: ['http'],
  finditparts: ['http'],
  bigcommerce: ['http'],
  rules: ['product', 'finditparts'],
  csv: ['rules', 'finditparts'],
  catalog: ['product', 'rules', 'csv', 'finditparts', 'bigcommerce', 'ledger', 'http'],
  orders: ['catalog', 'rules', 'finditparts', 'bigcommerce', 'ledger', 'http'],
  inventory: ['product', 'catalog', 'rules', 'finditparts', 'bigcommerce', 'ledger', 'http'],
  monitoring: ['http'],
  session: ['rules', 'finditparts', 'bigcommerce', 'ledger', 'http', 'settings', 'sandbox'],
  context: ['session', 'settings', 'terminal'],
  cli: ['commands', 'context', 'settings', 'terminal'],
  library: [
    ...['catalog', 'csv', 'inventory', 'orders', 'rules', 'finditparts', 'bigcommerce', 'ledger'],
    ...['http', 'product', 'settings', 'session'],
  ],
  commands: [
    ...[
      'catalog',
      'csv',
      'product',
      'inventory',
      'monitoring',
      'orders',
      'rules',
      'finditparts',
      'bigcommerce',
      'ledger',
    ],
    ...['http', 'settings', 'terminal', 'context', 'session', 'library'],
  ],
};

/** Floors of a folder from top to ground: a file imports its own room and lower floors. Names on a floor are apart. */
const FLOORS = {
  catalog: [
    ['file', 'retry.ts', 'rollback.ts'],
    ['runs.ts'],
    ['apply', 'undo'],
    ['plan'],
    ['guards'],
    ['map'],
    ['store', 'supply'],
    ['engine', 'product'],
  ],
  'catalog/apply': [['apply-plan.ts'], ['writers'], ['settle.ts', 'settle-metafields.ts'], ['context.ts']],
  'catalog/file': [['export', 'import']],
  http: [['service-http.ts'], ['retry'], ['limits', 'wire'], ['watch'], ['errors'], ['send']],
  ledger: [['ledger.ts'], ['orders', 'scratch'], ['journal'], ['db']],
};

const layers = Object.entries(MAY_IMPORT).map(([folder, lower]) => ({
  name: `layer-${folder}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, 'common', ...lower].join('|')})/` },
}));

const floors = Object.entries(FLOORS)
  .flatMap(([folder, names]) =>
    names.flatMap((floor, i) =>
      floor.map((room) => ({
        name: `floor-${folder}`,
        severity: 'error',
        from: { path: `^src/${folder}/${pattern(room)}` },
        to: {
          path: `^src/${folder}/(${names
            .slice(0, i + 1)
            .flat()
            .filter((name) => name !== room)
            .map(pattern)
            .join('|')})`,
        },
      })),
    ),
  )
  .filter(({ to }) => !to.path.endsWith('/()'));

/** A room is a file, or a folder with all that is in it. */
function pattern(room) {
  return room.endsWith('.ts') ? `${room.replace('.', '\\.')}$` : `${room}/`;
}

export default {
  forbidden: [
    {
      name: 'no-circles-of-files',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circles-of-folders',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-folder-is-a-layer',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(sandbox|${Object.keys(MAY_IMPORT).join('|')})/` },
      to: {},
    },
    {
      // Written as if ttpd did not exist; only the context starts it.
      name: 'sandbox-knows-nothing',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: '^src/sandbox/' },
    },
    {
      // A command is a room of its own: what two of them need is in shared/ or results/.
      name: 'commands-apart',
      severity: 'error',
      from: { path: '^src/commands/([^/]+)/' },
      to: { path: '^src/commands/', pathNot: '^src/commands/($1|shared|results)/' },
    },
    {
      name: 'commands-shared-below',
      severity: 'error',
      from: { path: '^src/commands/(shared|results)/' },
      to: { path: '^src/commands/', pathNot: '^src/commands/(shared|results)/' },
    },
    ...layers,
    ...floors,
  ],
  options: {
    // TypeScript 7 has no functions to read sources with; swc reads imports of types too.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: 'node_modules',
    includeOnly: '^src',
    cache: false,
  },
};
