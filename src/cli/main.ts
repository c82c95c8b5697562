import { CommanderError } from 'commander';
import { ExitCode } from '../common/errors.ts';
import { jsonText } from '../common/json-text.ts';
import type { Host } from '../context/host.ts';
import type { ResultDocument } from '../terminal/view.ts';
import { createProgram } from './program.ts';

/** Runs the command line and puts its exit code on the process: the only place that does. */
export async function main(argv: readonly string[] = process.argv): Promise<void> {
  const host: Host = {
    env: process.env,
    cwd: process.cwd(),
    streams: process,
    exitCode: ExitCode.Done,
  };
  // `ttpd … | head` closes the pipe, and `ttpd … 2>&1 | head` both: no error of ours, and no reason to stop half-way
  // through a write.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  try {
    await createProgram(host).parseAsync(argv);
    process.exitCode = host.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has said what is wrong, or shown the help that was asked for.
    process.exitCode = error.exitCode === 0 ? ExitCode.Done : ExitCode.Usage;
    if (error.exitCode !== 0 && argv.includes('--json')) process.stdout.write(`${usageDocument(error)}\n`);
  }
}

/** Who asked for JSON gets JSON, also for a flag that does not exist. */
function usageDocument({ message }: CommanderError): string {
  const document: ResultDocument = {
    schemaVersion: 1,
    command: '',
    profile: '',
    store: null,
    run: null,
    exitCode: ExitCode.Usage,
    result: null,
    problems: [{ code: 'USAGE', severity: 'error', message: message.replace(/^error: /, '') }],
  };
  return jsonText(document, 2);
}
