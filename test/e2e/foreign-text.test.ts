import path from 'node:path';
import { expect, it } from 'vitest';
import { EFFECT } from '../helpers/nasty-text.ts';
import { cli, sandbox } from './cli.ts';

/** What GitHub, Azure, TeamCity and GitLab take for a command, and the controls that a terminal obeys. */
const HARMFUL = /##\w*\[|^\s*::|::[a-z]|section_(?:start|end):\d+:/im;
const NASTY =
  '##[add-mask]a ##vso[task.complete]b\n::stop-commands::c section_start:1:d\r\u001B]52;c;cm0=\u0007\u009B31m\u202Ee\u0000';

it('shows no command and no control of foreign text, whatever the output', async () => {
  const at = await sandbox('--parts', '60');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url, CI: 'true', GITHUB_ACTIONS: 'true' });
  const { parts } = (await ttpd.json('search', '--all', '--limit', '3')).document.result;
  for (const [n, { id }] of parts.entries())
    await at.admin(`parts/${id}`, 'PATCH', {
      ...{ name: NASTY, description: NASTY, part_number: `${n}${NASTY}`, brand: `::x::${n}` },
      ...{ attributes: [{ name: NASTY, value: NASTY }], category_path: [NASTY, NASTY] },
    });
  const created = await fetch(`${at.url}/stores/sandbox/v3/catalog/products`, {
    method: 'POST',
    headers: { 'X-Auth-Token': 'sandbox-token', 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'physical',
      name: `Own ${NASTY}`,
      sku: `OWN ${NASTY}`,
      price: 1,
      weight: 1,
    }),
  });
  expect(created.status).toBe(200);
  const id = parts[0].id as string;

  for (const args of [
    ['search', '--all', '--limit', '3'],
    ['search', '--all', '--limit', '3', '--csv'],
    ['search', '--all', '--limit', '3', '--json'],
    ['show', id],
    ['show', id, '--json'],
    ['rules', 'test', '--part', id],
    ['sync', '--all', '--limit', '3', '--dry-run'],
    ['plan', 'show'],
    ['plan', 'export'],
    ['plan', 'export', '--format', 'ndjson'],
    ['sync', '--all', '--limit', '3', '--ndjson'],
    ['reconcile', '--all'],
    ['reconcile', '--all', '--json'],
    ['export-csv'],
    ['export-csv', '--raw', '--format', 'bigcommerce'],
  ]) {
    const { stdout, stderr } = await ttpd.run(...args);
    for (const text of [String(stdout), String(stderr)]) {
      // The notes that reconcile makes beside a run are the only commands.
      const said = text.replaceAll(/^::(?:error|warning|notice) title=/gm, '');
      expect({ args, said }).toEqual({ args, said: expect.not.stringMatching(HARMFUL) });
      expect({ args, said }).toEqual({ args, said: expect.not.stringMatching(EFFECT) });
    }
  }
});

it('reads its own file of a store that has controls in it', async () => {
  const at = await sandbox('--parts', '20');
  const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
  await fetch(`${at.url}/stores/sandbox/v3/catalog/products`, {
    method: 'POST',
    headers: { 'X-Auth-Token': 'sandbox-token', 'content-type': 'application/json' },
    body: JSON.stringify({
      type: 'physical',
      name: NASTY,
      description: NASTY,
      sku: 'A-1',
      price: 1,
      weight: 1,
    }),
  });
  const file = path.join(ttpd.home, 'own.csv');

  for (const raw of [[], ['--raw']]) {
    await ttpd.run('export-csv', file, '--force', ...raw);
    const { exitCode, document } = await ttpd.json('import-csv', file, '--dry-run');
    expect({ exitCode, plan: document.result.plan }).toMatchObject({
      exitCode: 0,
      plan: { create: 0, update: 0, unchanged: 1 },
    });
  }
});
