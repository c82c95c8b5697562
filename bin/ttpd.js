#!/usr/bin/env node
// Plain JavaScript for any Node: it says in one line what is wrong with an old one, before anything can fail oddly.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const supported = (major === 24 && minor >= 15) || major >= 26;
const main = new URL('../dist/main.js', import.meta.url);

if (!supported) {
  process.stderr.write(
    `ttpd needs Node 24.15 or newer (25 excepted) and this is ${process.versions.node}: install a current Node, or run it as "npx ttpd" in a project that depends on ttpd and node@24.\n`,
  );
  process.exitCode = 2;
} else if (process.argv.length === 3 && /^(--version|-V)$/.test(process.argv[2] ?? '')) {
  // Scripts ask for it often; the command tree need not be loaded to answer.
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${version}\n`);
} else if (!existsSync(main)) {
  process.stderr.write('ttpd is not built yet: run "npm run build" first.\n');
  process.exitCode = 2;
} else {
  module.enableCompileCache?.();
  const { main: run } = await import(main.href);
  await run();
}
