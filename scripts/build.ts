/** Bundles src/ into dist/: one chunk a command, so that a command loads only what it uses. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts', 'src/index.ts'],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  sourcemap: true,
  define: { __TTPD_VERSION__: JSON.stringify(version) },
  // Packages stay packages, but for the command tree's: start-up is one file read.
  packages: 'bundle',
  banner: { js: requireShim() },
});
execFileSync('tsc', ['-p', 'tsconfig.types.json'], { stdio: 'inherit' });

/** CommonJS packages inside the bundle call `require` for Node's own modules; ESM has none. */
function requireShim(): string {
  return "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
}
