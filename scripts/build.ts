/** Bundles src/ into dist/: one chunk a command, so that a command loads only what it uses. */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

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
await bundleTypes(`./${NEXT}/types/library/index.d.ts`);
rmSync(`${NEXT}/types`, { recursive: true });
rmSync('dist', { recursive: true, force: true });
renameSync(NEXT, 'dist');

/** One file with what a user can name. Packages are bundled, so their types are nobody's to resolve. */
async function bundleTypes(input: string): Promise<void> {
  const bundle = await rolldown({
    input,
    plugins: [dts({ dtsInput: true, oxc: true, tsconfig: false })],
    external: (id) => !/^[./]/.test(id),
  });
  const { output } = await bundle.write({ dir: NEXT });
  await bundle.close();
  const needed = output.flatMap((chunk) =>
    chunk.type === 'chunk' ? [...chunk.code.matchAll(/(?:from|import)\s*\(?["']([^"']+)["']/g)] : [],
  );
  if (needed.length > 0)
    throw new Error(
      `The public types name ${needed.map(([, name]) => name).join(', ')}: a user may not have it.`,
    );
}

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
