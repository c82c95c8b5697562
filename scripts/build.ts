/** Bundles src/ into dist/: one chunk a command, so that a command loads only what it uses. */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Built beside and put in place at the end: a command that runs meanwhile finds either build whole. */
const NEXT = 'dist-next';

rmSync(NEXT, { recursive: true, force: true });
await build({
  entryPoints: { main: 'src/cli/main.ts', index: 'src/library/index.ts' },
  outdir: NEXT,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  // Maps would be most of the package; unminified, the stack of a bug names functions without them.
  sourcemap: false,
  define: { __TTPD_VERSION__: JSON.stringify(version) },
  // CommonJS packages inside the bundle call `require` for Node's own modules; ESM has none.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  plugins: [lightCommander()],
});
execFileSync('tsc', ['-p', 'tsconfig.types.json', '--outDir', `${NEXT}/types`], { stdio: 'inherit' });
rmSync('dist', { recursive: true, force: true });
renameSync(NEXT, 'dist');

/**
 * Commander imports `node:process`, whose ESM form reads every export, stdin and stdout too, and `node:child_process`
 * for commands that are programs of their own, which ttpd has none of. Together a tenth of the start-up (bench/startup).
 */
function lightCommander(): Plugin {
  const replacements: Record<string, string> = {
    'node:process': 'export default globalThis.process;',
    'node:child_process': 'export default {};',
  };
  return {
    name: 'light-commander',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^node:(process|child_process)$/ }, ({ path, importer }) =>
        importer.includes('/commander/') ? { path, namespace: 'light' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'light' }, ({ path }) => ({ contents: replacements[path] ?? '' }));
    },
  };
}
