import { appendFileSync, writeFileSync } from 'node:fs';
import { ExitCode, TtpdError } from '../common/errors.ts';
import { jsonText } from '../common/json-text.ts';
import { logText } from '../common/log-text.ts';
import { createBar } from './bar.ts';
import { createLines } from './lines.ts';
import { createTheme } from './theme.ts';
import type { Progress, Streams, View } from './view.ts';
import { columnsOf, fitted } from './width.ts';

export interface ViewOptions {
  streams: Streams;
  env: NodeJS.ProcessEnv;
  /** What stdout carries. */
  output: 'text' | 'json' | 'ndjson';
  progress: 'auto' | 'bar' | 'lines' | 'none';
  quiet: boolean;
  noColor: boolean;
  outputFile?: string | undefined;
  now: () => number;
}

/**
 * Chooses once how a command shows itself.
 * @throws TtpdError FILE_UNWRITABLE (exit 2) for the output file
 */
export function createView(options: ViewOptions): View {
  const { streams, output, outputFile } = options;
  const progress = createProgress(options);
  const toFile = outputFile === undefined ? undefined : jsonLinesFile(outputFile, (why) => progress.say(why));
  const line = (value: unknown) => `${jsonText(value)}\n`;

  return {
    event(event) {
      progress.event(event);
      toFile?.(line(event));
      if (output === 'ndjson') streams.stdout.write(line(event));
    },
    say(text) {
      if (!options.quiet) progress.say(text);
    },
    result(document, text) {
      // stdout and stderr may be one terminal: the bar's line is cleared before the result is written on it.
      progress.close();
      toFile?.(line({ type: 'result', ...document }));
      if (output === 'json') streams.stdout.write(`${jsonText(document, 2)}\n`);
      else if (output === 'ndjson') streams.stdout.write(line({ type: 'result', ...document }));
      else if (text) streams.stdout.write(`${fitted(logText(text), columnsOf(streams.stdout))}\n`);
    },
    close: () => progress.close(),
  };
}

function createProgress({ streams, env, output, progress, quiet, noColor, now }: ViewOptions): Progress {
  const { stderr, stdout } = streams;
  const say = (text: string) => void stderr.write(`${logText(text)}\n`);
  if (quiet || progress === 'none') return { event() {}, say, close() {} };
  const terminal = stderr.isTTY === true && env.TERM !== 'dumb';
  // Events as JSON lines on the same terminal would run into a bar.
  const mixed = output === 'ndjson' && stdout.isTTY === true;
  if (progress === 'bar' || (progress === 'auto' && terminal && !env.CI && !mixed))
    return createBar(stderr, createTheme(stderr, env, noColor), now);
  return createLines(say, now);
}

/** Complete after every line, so that it can be read while the command runs and after it was killed. */
function jsonLinesFile(file: string, warn: (why: string) => void): (line: string) => void {
  try {
    writeFileSync(file, '', { mode: 0o600 });
  } catch (cause) {
    throw new TtpdError('FILE_UNWRITABLE', `The output file ${file} cannot be written: ${reason(cause)}.`, {
      hint: 'Name a file in a folder that is there and that you may write to.',
      exitCode: ExitCode.Usage,
      cause,
    });
  }
  let broken = false;
  return (line) => {
    if (broken) return;
    try {
      appendFileSync(file, line);
    } catch (cause) {
      // A full disk is no reason to stop writing to the store half-way.
      broken = true;
      warn(`The output file ${file} ends here, it cannot be written any more: ${reason(cause)}.`);
    }
  };
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
