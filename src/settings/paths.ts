import path from 'node:path';
import envPaths from 'env-paths';

export interface Paths {
  /** `config.json`: profiles, no secrets. */
  config: string;
  /** The ledger, locks and the sandbox's data. */
  state: string;
  /** Audit logs. */
  logs: string;
}

/** The XDG folders (or what the system has instead); `TTPD_HOME` moves them all. */
export function resolvePaths(env: NodeJS.ProcessEnv): Paths {
  const home = env.TTPD_HOME;
  if (home) {
    const root = path.resolve(home);
    return { config: root, state: path.join(root, 'state'), logs: path.join(root, 'logs') };
  }
  const folders = envPaths('ttpd', { suffix: '' });
  return { config: folders.config, state: folders.data, logs: folders.log };
}
