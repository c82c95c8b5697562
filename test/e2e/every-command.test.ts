import { readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { documentSchema, type RESULTS } from '../../src/commands/results/results.ts';
import { ExitCode } from '../../src/common/errors.ts';
import { recordedStreams } from '../helpers/streams.ts';
import { cli, sandbox } from './cli.ts';

/** Command → arguments that make it work on a fresh sandbox. */
const COMMANDS: Record<string, string[]> = {
  search: ['search', 'drum', '--limit', '2'],
  show: ['show', 'FP1000000'],
  sync: ['sync', '--category', 'brakes', '--limit', '2'],
  'import-csv': ['import-csv', 'test/e2e/parts.csv'],
  'export-csv': ['export-csv', 'EXPORT_FILE'],
  'csv inspect': ['csv', 'inspect', 'test/e2e/parts.csv', '--out', 'MAP_FILE'],
  apply: ['apply'],
  reconcile: ['reconcile', '--category', 'brakes', '--junit', 'REPORT_FILE'],
  'plan list': ['plan', 'list'],
  'plan show': ['plan', 'show'],
  'plan export': ['plan', 'export', '--out', 'PLAN_FILE'],
  'plan hold': ['plan', 'hold', 'HELD_PLAN', 'HELD_SKU'],
  'plan unhold': ['plan', 'unhold', 'HELD_PLAN', 'HELD_SKU'],
  'plan prune': ['plan', 'prune'],
  resume: ['resume'],
  retry: ['retry'],
  rollback: ['rollback', 'A_RUNS_PLAN'],
  'runs list': ['runs', 'list'],
  'runs show': ['runs', 'show'],
  'runs prune': ['runs', 'prune', '--dry-run'],
  'order list': ['order', 'list'],
  'order submit': ['order', 'submit', '--all'],
  'order status': ['order', 'status'],
  'order track': ['order', 'track'],
  'order review list': ['order', 'review', 'list'],
  'order review show': ['order', 'review', 'show', 'ORDER_0'],
  'order review approve': ['order', 'review', 'approve', 'ORDER_0', '--note', 'agreed'],
  'order review reject': ['order', 'review', 'reject', 'ORDER_1'],
  'order review retry': ['order', 'review', 'retry', 'ORDER_1'],
  'order review link': ['order', 'review', 'link', 'ORDER_2', 'FO1'],
  'config list': ['config', 'list', '--show-origin'],
  'config path': ['config', 'path'],
  'config init': ['config', 'init', '--out', 'RULES_FILE'],
  'rules test': ['rules', 'test', '--part', 'FP1000000'],
  'rules coverage': ['rules', 'coverage', '--category', 'brakes'],
  'ledger check': ['ledger', 'check'],
  'ledger backup': ['ledger', 'backup', 'BACKUP_FILE'],
  'sandbox serve': [],
  'sandbox reset': ['sandbox', 'reset'],
};

/** Others end with 0. Orders that wait for a person are 4, and there is nothing to resume or to link. */
const EXITS: Record<string, number> = { resume: 2, retry: 2, 'order submit': 4, 'order review link': 2 };

type Node = { name(): string; commands: readonly Node[] };

function leaves(command: Node, above: string[] = []): string[] {
  return command.commands.flatMap((child) => {
    const path = [...above, child.name()];
    return child.commands.length > 0 ? leaves(child, path) : [path.join(' ')];
  });
}

/** As `main` shows it, without a process for each. */
async function helpOf(command: readonly string[]) {
  const streams = recordedStreams();
  const host = { env: {}, cwd: '/', streams, exitCode: ExitCode.Done };
  const program = createProgram(host).parseAsync(['node', 'ttpd', ...command, '--help']);
  const exitCode = await program.then(
    () => undefined,
    (error: { exitCode?: number }) => error.exitCode,
  );
  streams.stdout.end();
  streams.stderr.end();
  await Promise.all([finished(streams.stdout), finished(streams.stderr)]);
  return { exitCode, stdout: streams.stdout.text(), stderr: streams.stderr.text() };
}

describe('every command', () => {
  it('is in this list', () => {
    const host = { env: {}, cwd: '/', streams: process, exitCode: ExitCode.Done };

    expect(leaves(createProgram(host)).sort()).toEqual(Object.keys(COMMANDS).sort());
  });

  it.each(Object.keys(COMMANDS))('%s shows its help, with every global setting', async (name) => {
    const { stdout, stderr, exitCode } = await helpOf(name.split(' '));

    expect(exitCode).toBe(0);
    expect(stdout).toContain('--no-input');
    expect(stdout).toContain('TTPD_OUTPUT_FILE');
    expect(stderr).toBe('');
  });

  it.each(['sync', 'order review link'])('%s shows the same help as a process', async (name) => {
    const { exitCode, stdout, stderr } = await cli().run(...name.split(' '), '--help');

    expect(exitCode).toBe(0);
    expect(stdout).toBe((await helpOf(name.split(' '))).stdout.trimEnd());
    expect(stderr).toBe('');
  });

  it('works with stdin closed, and answers --json with one document of one shape', {
    timeout: 60_000,
  }, async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    await ttpd.run('sync', '--category', 'brakes', '--limit', '8');
    const { orders } = await at.admin<{ orders: { id: number }[] }>('orders', 'POST', {
      kind: 'partial-stock',
      count: 3,
    });
    const applied = await ttpd.json('sync', '--category', 'brakes', '--limit', '9');
    const { document: planned } = await ttpd.json(
      'sync',
      '--category',
      'brakes',
      '--limit',
      '12',
      '--dry-run',
    );
    const held = planned.result.plan.id as string;
    const { document: shown } = await ttpd.json('plan', 'show', held, '--kind', 'create');
    const value = (arg: string) => {
      if (arg === 'HELD_PLAN') return held;
      if (arg === 'HELD_SKU') return shown.result.rows[0].sku as string;
      if (arg === 'A_RUNS_PLAN') return applied.document.result.plan.id as string;
      if (arg.endsWith('_FILE')) return `${ttpd.home}/${arg}`;
      return arg.replace(/^ORDER_(\d)$/, (_, n) => String(orders[Number(n)]?.id));
    };

    for (const [name, args] of Object.entries(COMMANDS)) {
      // `sandbox serve` runs until it is told to stop: the `sandbox()` above is its test.
      if (args.length === 0) continue;
      const { exitCode, document } = await ttpd.json(...args.map(value));

      expect([name, document.exitCode]).toEqual([name, exitCode]);
      expect(documentSchema(name as keyof typeof RESULTS).parse(document)).toMatchObject({
        store: 'sandbox',
      });
      expect([name, exitCode]).toEqual([name, EXITS[name] ?? 0]);
    }
  });

  it('says in JSON what is wrong with the flags, where JSON was asked for', async () => {
    const { exitCode, document } = await cli().json('sync', '--categry', 'brakes');

    expect(exitCode).toBe(2);
    expect(document.problems[0]).toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('--categry'),
    });
  });

  it.each([
    [['sync'], 'NOTHING_SELECTED'],
    [['sync', '--all', '--quota', '70'], 'SETTING_INVALID'],
    [['sync', '--skus', '/does/not/exist'], 'FILE_UNREADABLE'],
    [['sync', '--all', '--profile', 'produktion'], 'PROFILE_UNKNOWN'],
    [['apply', 'nonsense'], 'PLAN_UNKNOWN'],
    [['plan', 'show'], 'PLAN_UNKNOWN'],
    [['runs', 'show', 'nonsense'], 'RUN_UNKNOWN'],
    [['rollback', 'nonsense'], 'PLAN_UNKNOWN'],
    [['retry', 'nonsense'], 'PLAN_UNKNOWN'],
    [['search'], 'NOTHING_SELECTED'],
    [['order', 'submit'], 'NOTHING_SELECTED'],
    [['order', 'review', 'approve', '1'], 'NOT_IN_REVIEW'],
    [['show', 'GU-NOT-THERE'], 'PART_UNKNOWN'],
  ])('refuses %j with exit 2 and a way on', async (args, code) => {
    const { exitCode, document } = await cli().json(...args);

    expect(exitCode).toBe(2);
    expect(document.problems[0]).toMatchObject({ code });
  });

  it('writes JSON lines to a file beside whatever it shows', async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    const file = `${ttpd.home}/events.ndjson`;

    const { exitCode, stdout } = await ttpd.run(
      'sync',
      '--category',
      'brakes',
      '--output-file',
      file,
      '--ndjson',
    );
    const lines = readFileSync(file, 'utf8').trim().split('\n');

    expect(exitCode).toBe(0);
    expect(String(stdout).trim().split('\n')).toEqual(lines);
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual(
      expect.arrayContaining(['started', 'stage', 'progress', 'planned', 'stage-done', 'result']),
    );
    expect(types.at(-1)).toBe('result');
  });

  it('gives a plan as CSV whose cells no spreadsheet runs', async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    await at.admin('parts/FP1000000', 'PATCH', { description: '=HYPERLINK("http://evil.example")' });
    await at.admin('parts/FP1000000', 'PATCH', { attributes: [{ name: 'Note', value: '=1+1' }] });
    await ttpd.run('sync', '--all', '--limit', '3', '--dry-run');

    const { exitCode, stdout } = await ttpd.run('plan', 'export');
    const lines = String(stdout).split('\n');

    expect(exitCode).toBe(0);
    expect(lines[0]).toBe('kind,sku,name,field,before,after,base,owner,reason,code,state');
    expect(lines.find((line) => line.includes('customField.Note'))).toContain(",'=1+1,");
    expect(lines.filter((line) => /(^|,)"?[=+@]/.test(line))).toEqual([]);
  });

  it('never writes an export over a file that is there', async () => {
    const at = await sandbox('--parts', '100');
    const ttpd = cli({ TTPD_SANDBOX_URL: at.url });
    await ttpd.run('sync', '--all', '--limit', '1', '--dry-run');
    const file = `${ttpd.home}/plan.csv`;

    const first = await ttpd.json('plan', 'export', '--out', file);
    const second = await ttpd.json('plan', 'export', '--out', file);

    expect(first.exitCode).toBe(0);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(first.document.result.lines + 2);
    expect(second.document.problems[0]?.code).toBe('FILE_EXISTS');
  });

  it('survives a reader that goes away', async () => {
    const { exitCode, stderr } = await execa({
      shell: 'bash',
      reject: false,
      preferLocal: true,
      env: { TTPD_HOME: cli().home },
    })`set -o pipefail; node bin/ttpd.js config list --json | head -c 5 >/dev/null`;

    expect([0, 141]).toContain(exitCode);
    expect(stderr).not.toMatch(/EPIPE|at /);
  });
});
