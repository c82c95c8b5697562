import { ExitCode, TtpdError } from '../common/errors.ts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts';

const REFUSALS = {
  fault: {
    code: 'FAULT_INVALID',
    hint: 'docs/sandbox.md lists the faults.',
    next: ['ttpd sandbox serve --fault bc:429:5%'],
  },
  port: {
    code: 'PORT_TAKEN',
    hint: 'Give another port, or none at all: then a free one is taken.',
    next: ['ttpd sandbox serve'],
  },
  data: {
    code: 'FOLDER_UNWRITABLE',
    hint: 'Give a folder that you may write to with --data, or set TTPD_HOME.',
    next: ['ttpd config path'],
  },
} as const;

/** The store's habits as `TTPD_SANDBOX_PRESET` has them; a word that is none of them is passed over. */
export function presetOf({ TTPD_SANDBOX_PRESET: preset }: NodeJS.ProcessEnv): Pick<SandboxOptions, 'preset'> {
  return preset === 'lenient' || preset === 'strict' || preset === 'awkward' ? { preset } : {};
}

/** @throws TtpdError FAULT_INVALID, PORT_TAKEN, FOLDER_UNWRITABLE (exit 2) */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await import('../sandbox/sandbox.ts');
  try {
    return await sandbox.startSandbox(options);
  } catch (error) {
    if (!(error instanceof sandbox.StartError)) throw error;
    const { code, hint, next } = REFUSALS[error.what];
    const message = error.message.endsWith('.') ? error.message : `${error.message}.`;
    throw new TtpdError(code, message, { hint, next: [...next], exitCode: ExitCode.Usage, cause: error });
  }
}
