import { describe, expect, it } from 'vitest';
import { ExitCode, type Problem, TtpdError } from '../../src/common/errors.ts';
import type { Context } from '../../src/context/context.ts';
import type { Host } from '../../src/context/host.ts';
import { type Outcome, runFeature } from '../../src/context/run-feature.ts';
import { recordedStreams } from '../helpers/streams.ts';
import { memoryFolder } from '../helpers/temp-folder.ts';

const DONE: Outcome = { exitCode: ExitCode.Done, result: { n: 1 }, text: 'All done.' };

/** A command that does `feature`, with settings of a folder of its own. */
async function run(
  feature: (context: Context) => Promise<Outcome>,
  flags: Record<string, string | number | boolean> = {},
) {
  const streams = recordedStreams();
  const folder = memoryFolder();
  const host: Host = { env: { TTPD_HOME: folder }, cwd: folder, streams, exitCode: ExitCode.Done };
  const listeners = process.listenerCount('SIGINT');
  let listened = false;
  const exitCode = await runFeature(host, {
    command: 'a command',
    flags,
    async feature(context) {
      listened = process.listenerCount('SIGINT') > listeners;
      return feature(context);
    },
  });
  const closed = listened && process.listenerCount('SIGINT') === listeners;
  return { exitCode, closed, out: streams.stdout.text(), err: streams.stderr.text() };
}

const problem = (n: number, severity: Problem['severity']): Problem => ({
  code: `P_${n}`,
  severity,
  message: `Problem ${n}.`,
});

describe('running a command', () => {
  it("says the feature's text on stdout, and its exit code", async () => {
    const { exitCode, out, err, closed } = await run(async () => ({ ...DONE, exitCode: ExitCode.Partial }));

    expect(exitCode).toBe(ExitCode.Partial);
    expect(out).toBe('All done.\n');
    expect(err).toBe('');
    expect(closed).toBe(true);
  });

  it('says it as one document for programs', async () => {
    const { out } = await run(async () => ({ ...DONE, problems: [problem(1, 'warning')] }), { json: true });

    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      command: 'a command',
      profile: 'sandbox',
      store: 'sandbox',
      run: expect.any(String),
      exitCode: 0,
      result: { n: 1 },
      problems: [{ code: 'P_1' }],
    });
  });

  it('shows ten problems, the worst first, and counts the rest', async () => {
    const problems = [problem(0, 'info'), problem(1, 'warning'), ...Array(10).fill(problem(2, 'error'))];
    const { err } = await run(async () => ({ ...DONE, problems }));

    expect(err.match(/Problem 2\./g)).toHaveLength(10);
    expect(err).not.toContain('Problem 1.');
    expect(err).toContain('… and 2 more');
  });

  it.each([
    ['of the user', new TtpdError('BAD', 'That is wrong.', { exitCode: ExitCode.Usage }), ExitCode.Usage],
    ['that is a bug', new Error('oops'), ExitCode.Failed],
  ])('says an error %s once, and closes what it opened', async (_name, error, code) => {
    const { exitCode, out, err, closed } = await run(async () => {
      throw error;
    });

    expect(exitCode).toBe(code);
    expect(out).toBe('');
    expect(err.split(error.message)).toHaveLength(2);
    expect(closed).toBe(true);
  });

  it('says an error as a document for programs, too', async () => {
    const failing = async () => {
      throw new TtpdError('BAD', 'That is wrong.');
    };
    const { out } = await run(failing, { json: true });

    expect(JSON.parse(out)).toMatchObject({ result: null, exitCode: 1, problems: [{ code: 'BAD' }] });
  });

  it('is interrupted, whatever it stumbled over then', async () => {
    const { exitCode, err } = await run(async (context) => {
      process.emit('SIGTERM', 'SIGTERM');
      context.stop.drain.throwIfAborted();
      return DONE;
    });
    expect(exitCode).toBe(ExitCode.Interrupted);
    expect(err).toContain('Interrupted');

    const stumbling = await run(async () => {
      process.emit('SIGTERM', 'SIGTERM');
      throw new Error('the socket is gone');
    });
    expect(stumbling.exitCode).toBe(ExitCode.Interrupted);
    expect(stumbling.err).not.toContain('the socket is gone');
  });

  it('scrubs what it was told is secret', async () => {
    const { err } = await run(async (context) => {
      context.redactor.add('hunter2-hunter2');
      throw new TtpdError('BAD', 'The key hunter2-hunter2 is wrong.');
    });

    expect(err).not.toContain('hunter2-hunter2');
  });

  it('answers in the form that was asked for when the settings themselves are wrong', async () => {
    const { exitCode, out } = await run(async () => DONE, { json: true, profile: 'nowhere' });

    expect(exitCode).not.toBe(ExitCode.Done);
    expect(JSON.parse(out)).toMatchObject({ profile: 'nowhere', store: null, run: null, result: null });
  });
});

describe('the context', () => {
  it('opens the ledger once, on first use, and closes it', async () => {
    let opened: unknown;
    await run(async (context) => {
      opened = await context.ledger();
      expect(await context.ledger()).toBe(opened);
      return DONE;
    });
    await expect((opened as Awaited<ReturnType<Context['ledger']>>).plans.list()).rejects.toThrow();
  });

  it('has the default rules where there is no file', async () => {
    await run(async (context) => {
      expect(await context.rules()).toMatchObject({ file: null, warnings: [] });
      return DONE;
    });
  });
});
