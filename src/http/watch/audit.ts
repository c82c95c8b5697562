import { chmodSync } from 'node:fs';
import { destination, pino } from 'pino';
import type { Clock } from '../../common/clock.ts';
import { TtpdError } from '../../common/errors.ts';
import type { HttpRequest, Service } from '../send/send.ts';
import type { Redactor } from './redact.ts';

/** One attempt. `path` has its query, scrubbed; `ms` is the time on the wire. */
export interface AuditLine {
  service: Service;
  endpoint: string;
  method: HttpRequest['method'];
  path: string;
  /** Absent when no answer came; `code` says why then. */
  status?: number;
  code?: string;
  ms: number;
  attempt: number;
  /** Of the answer's body after inflation; absent when none came. */
  bytes?: number;
  requestId?: string;
}

export interface AuditLog {
  /** Never throws: a full disk is reported once to `onError`. The line is in the file when this returns. */
  write(line: AuditLine): void;
  close(): Promise<void>;
}

export interface AuditLogOptions {
  /** Appended to; made with mode 0600, folders too. */
  file: string;
  /** Id of the run, on each line. */
  run: string;
  redactor: Redactor;
  clock: Clock;
  onError?: (error: TtpdError) => void;
}

/** One JSON line an attempt, secrets and personal data masked. Throws a `TtpdError` when the file cannot be opened. */
export function createAuditLog({ file, run, redactor, clock, onError }: AuditLogOptions): AuditLog {
  // Written at once, not buffered: a line that waits in memory is lost to SIGKILL, and the file keeps nothing alive.
  const out = open(file);
  let failed = false;
  out.on('error', (cause: Error) => {
    if (!failed) onError?.(new TtpdError('AUDIT_LOG', `The audit log ${file} cannot be written.`, { cause }));
    failed = true;
  });
  const log = pino(
    {
      base: null,
      timestamp: () => `,"time":"${clock.date().toISOString()}"`,
      // There is one level only; pino wants something in its place, and an empty object breaks the line.
      formatters: { level: () => ({ run }) },
    },
    // Scrubbed as text, last thing before the file: redaction by path misses (measured).
    { write: (line: string) => out.write(redactor.scrub(line)) },
  );

  return {
    write(line) {
      log.info(line);
    },
    close() {
      return new Promise((resolve) => {
        out.once('close', () => resolve());
        out.end();
      });
    },
  };
}

function open(file: string) {
  try {
    const out = destination({ dest: file, append: true, mkdir: true, mode: 0o600, sync: true });
    // The mode above is for new files only.
    chmodSync(file, 0o600);
    return out;
  } catch (cause) {
    throw new TtpdError('AUDIT_LOG', `The audit log ${file} cannot be opened.`, {
      cause,
      hint: 'Check the folder and its permissions, or name another file.',
    });
  }
}
