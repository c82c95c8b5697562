import { appendFileSync, writeFileSync } from 'node:fs';
import { createBar } from './bar.ts';
import { createLines } from './lines.ts';
import { createTheme } from './theme.ts';
import type { Progress, Streams, View } from './view.ts';

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

const SILENT: Progress = { event() {}, close() {} };

/** Chooses once how a command shows itself. */
export function createView(options: ViewOptions): View {
  const { streams, output, outputFile } = options;
  const progress = createProgress(options);
  const toFile = outputFile === undefined ? undefined : jsonLinesFile(outputFile);
  const line = (value: unknown) => `${JSON.stringify(value)}\n`;

  return {
    event(event) {
      progress.event(event);
      toFile?.(line(event));
      if (output === 'ndjson') streams.stdout.write(line(event));
    },
    say(text) {
      if (!options.quiet) streams.stderr.write(`${text}\n`);
    },
    result(document, text) {
      progress.close();
      toFile?.(line({ type: 'result', ...document }));
      if (output === 'json') streams.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      else if (output === 'ndjson') streams.stdout.write(line({ type: 'result', ...document }));
      else if (text) streams.stdout.write(`${text}\n`);
    },
    close: () => progress.close(),
  };
}

function createProgress({ streams, env, progress, quiet, noColor, now }: ViewOptions): Progress {
  const { stderr } = streams;
  if (quiet || progress === 'none') return SILENT;
  const terminal = stderr.isTTY === true && env.TERM !== 'dumb';
  if (progress === 'bar' || (progress === 'auto' && terminal && !env.CI))
    return createBar(stderr, createTheme(stderr, env, noColor), now);
  return createLines((text) => stderr.write(`${text}\n`), now);
}

/** Complete after every line, so that it can be read while the command runs and after it was killed. */
function jsonLinesFile(file: string): (line: string) => void {
  writeFileSync(file, '', { mode: 0o600 });
  return (line) => appendFileSync(file, line);
}
