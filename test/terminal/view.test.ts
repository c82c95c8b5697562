import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/common/events.ts';
import { createView, type ViewOptions } from '../../src/terminal/create-view.ts';
import type { ResultDocument } from '../../src/terminal/view.ts';
import { screen } from '../helpers/screen.ts';
import { recordedStreams } from '../helpers/streams.ts';

const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';

function aView(options: Partial<ViewOptions> & { terminal?: boolean } = {}) {
  const streams = recordedStreams(options.terminal ?? false);
  let now = 0;
  const view = createView({
    streams,
    env: {},
    output: 'text',
    progress: 'auto',
    quiet: false,
    noColor: true,
    now: () => now,
    ...options,
  });
  return { view, stdout: streams.stdout, stderr: streams.stderr, pass: (ms: number) => (now += ms) };
}

function progress(done: number, total = 100): RunEvent {
  return { type: 'progress', stage: 'apply', done, total, counts: { created: done, failed: 0 } };
}

const DOCUMENT: ResultDocument = {
  schemaVersion: 1,
  command: 'sync',
  profile: 'sandbox',
  store: 'sandbox',
  run: 'r',
  exitCode: 0,
  result: { a: 1 },
  problems: [],
};

describe('on a terminal', () => {
  it('draws a bar on stderr and brings the cursor back when the stage ends', () => {
    const { view, stdout, stderr } = aView({ terminal: true });

    view.event({ type: 'stage', stage: 'apply', total: 100 });
    view.event(progress(40));
    view.event({ type: 'stage-done', stage: 'apply', done: 100 });

    expect(stderr.text()).toContain('Applying');
    expect(stderr.text().lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(stderr.text().lastIndexOf(HIDE_CURSOR));
    expect(stdout.text()).toBe('');
  });

  it('brings the cursor back when the command ends in the middle of a stage', () => {
    const { view, stderr } = aView({ terminal: true });

    view.event({ type: 'stage', stage: 'read', total: null });
    view.event(progress(3));
    expect(stderr.text()).toContain(HIDE_CURSOR);
    view.close();
    view.close();

    expect(stderr.text().lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(stderr.text().lastIndexOf(HIDE_CURSOR));
  });

  it('says above the bar that a service asked to wait', () => {
    const { view, stderr } = aView({ terminal: true });

    view.event({ type: 'stage', stage: 'apply', total: 10 });
    view.event({
      type: 'paused',
      service: 'bigcommerce',
      ms: 12_000,
      reason: 'BigCommerce asked to wait (35 of 150 requests left)',
    });
    view.close();

    expect(stderr.text()).toContain('Paused 12 s: BigCommerce asked to wait (35 of 150 requests left)\n');
  });

  it('draws no bar in CI, with --quiet, or where it was told not to', () => {
    for (const options of [
      { env: { CI: 'true' } },
      { quiet: true },
      { progress: 'none' as const },
      { env: { TERM: 'dumb' } },
    ]) {
      const { view, stderr } = aView({ terminal: true, ...options });
      view.event({ type: 'stage', stage: 'apply', total: 10 });
      view.event(progress(5, 10));
      view.close();
      expect(stderr.text()).not.toContain('\u001B');
    }
  });
});

it('says lines of a command above the bar, and clears it before the result', () => {
  const { view, stdout, stderr } = aView({ terminal: true });
  view.event({ type: 'stage', stage: 'apply', total: 10 });

  view.say('Stopping');
  view.result(DOCUMENT, 'Done.');

  expect(screen(stderr.text())).toEqual(['Stopping', '']);
  expect(stderr.text().lastIndexOf(SHOW_CURSOR)).toBeGreaterThan(stderr.text().lastIndexOf(HIDE_CURSOR));
  expect(stdout.text()).toBe('Done.\n');
});

it('says lines also where there is no progress, and none with --quiet', () => {
  const none = aView({ progress: 'none' });
  none.view.say('a line');
  expect(none.stderr.text()).toBe('a line\n');

  const quiet = aView({ quiet: true });
  quiet.view.say('a line');
  expect(quiet.stderr.text()).toBe('');
});

it('refuses an output file that cannot be written, in a sentence', () => {
  expect(() => aView({ outputFile: '/nonexistent/x' })).toThrow(
    expect.objectContaining({ code: 'FILE_UNWRITABLE', exitCode: 2, hint: expect.any(String) as string }),
  );
});

it.skipIf(process.platform !== 'linux')('goes on when the output file can be written no more', () => {
  const { view, stderr } = aView({ outputFile: '/dev/full' });

  view.event(progress(1));
  view.event(progress(2));

  expect(stderr.text().match(/\/dev\/full ends here/g)).toHaveLength(1);
});

describe('without a terminal', () => {
  it('writes a line every tenth, whatever the number of events', () => {
    const { view, stderr } = aView();

    view.event({ type: 'stage', stage: 'apply', total: 1_000 });
    for (let done = 1; done <= 1_000; done++) view.event(progress(done, 1_000));

    expect(stderr.text().trim().split('\n')).toHaveLength(11);
  });

  it('writes a line every 30 seconds where that is slower than a tenth', () => {
    const { view, stderr, pass } = aView();

    view.event({ type: 'stage', stage: 'apply', total: 100_000 });
    for (let done = 1; done <= 9; done++) {
      pass(10_000);
      view.event(progress(done, 100_000));
    }

    expect(stderr.text().trim().split('\n')).toHaveLength(4);
  });

  it('takes the effect out of foreign text', () => {
    const { view, stderr } = aView();

    view.event({ type: 'note', message: 'part \u001B]0;evil\u0007' });

    expect(stderr.text()).not.toContain('\u001B');
  });
});

describe('the result', () => {
  it('is text, one document, or the last of the JSON lines, on stdout', () => {
    const text = aView();
    text.view.result(DOCUMENT, 'Done.');
    expect(text.stdout.text()).toBe('Done.\n');

    const json = aView({ output: 'json' });
    json.view.event(progress(1));
    json.view.result(DOCUMENT, 'Done.');
    expect(JSON.parse(json.stdout.text())).toEqual(DOCUMENT);

    const lines = aView({ output: 'ndjson' });
    lines.view.event(progress(1));
    lines.view.result(DOCUMENT, 'Done.');
    expect(
      lines.stdout
        .text()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([progress(1), { type: 'result', ...DOCUMENT }]);
  });
});
