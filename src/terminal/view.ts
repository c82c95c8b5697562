import type { ExitCode, Problem } from '../common/errors.ts';
import type { RunEvent } from '../common/events.ts';

/** What a command hands over when it has ended. `--json` prints exactly this. */
export interface ResultDocument {
  schemaVersion: 1;
  command: string;
  profile: string;
  store: string | null;
  run: string | null;
  exitCode: ExitCode;
  result: unknown;
  problems: Problem[];
}

/**
 * Everything a person or a program sees of a command. stdout gets the result and nothing else; progress, warnings and
 * questions go to stderr.
 */
export interface View {
  event(event: RunEvent): void;
  /** A line for people, on stderr. */
  say(line: string): void;
  /** The end: the document for programs, `text` for people. */
  result(document: ResultDocument, text: string): void;
  /** Takes down the bar and brings the cursor back. Safe to call twice; called on every way out. */
  close(): void;
}

/** One way of showing events as they come. */
export interface Progress {
  event(event: RunEvent): void;
  /** A line for people, where it does not run into what is drawn. */
  say(line: string): void;
  /** Takes down what is drawn, and leaves the cursor at the start of a clean line. */
  close(): void;
}

export interface Streams {
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  stdin: NodeJS.ReadStream;
}
