import { readFileSync, statSync } from 'node:fs';
import { ExitCode, TtpdError } from '../common/errors.ts';
import type { SecretSource } from '../http/send/auth.ts';

export const SECRET_REFERENCE = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;

/**
 * A secret by reference: read when needed, so that one that was replaced during a run is found.
 * @throws TtpdError NOT_SIGNED_IN (exit 5) from `read` when there is nothing
 */
export function secretSource(reference: string, what: string, env: NodeJS.ProcessEnv): SecretSource {
  const [kind, name] = [
    reference.slice(0, reference.indexOf(':')),
    reference.slice(reference.indexOf(':') + 1),
  ];
  const describe = () => (kind === 'env' ? `the environment variable ${name}` : `the file ${name}`);
  return {
    describe,
    read() {
      const value = kind === 'env' ? env[name] : readSecretFile(name);
      if (value?.trim()) return Promise.resolve(value.trim());
      return Promise.reject(
        new TtpdError('NOT_SIGNED_IN', `${what} is missing: ${describe()} is not set.`, {
          hint: 'Set it and run the command again. Secrets are never taken from flags: other users see those.',
          exitCode: ExitCode.Unauthorized,
        }),
      );
    },
  };
}

/** Bytes. */
const LONGEST = 64 * 1024;

function readSecretFile(file: string): string | undefined {
  try {
    // A key is short; a device has no end, and a pipe waits for its writer.
    const stats = statSync(file);
    return stats.isFile() && stats.size <= LONGEST ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** A secret that is none: the sandbox's published keys. */
export function fixedSecret(value: string, what: string): SecretSource {
  return { read: () => Promise.resolve(value), describe: () => what };
}
