import { logText } from '../../common/log-text.ts';
import type { Host } from '../../context/host.ts';
import { writeOutput } from '../../library/output.ts';

const BUILD_SERVERS = ['CI', 'GITHUB_ACTIONS', 'GITLAB_CI', 'TF_BUILD', 'TEAMCITY_VERSION'];

/** A file on stdout, exactly; on a build server stdout is its log, where nothing in it may be a command. */
export function toStdout({ streams, env }: Host, lines: AsyncIterable<Buffer | string>): Promise<number> {
  const isLog = BUILD_SERVERS.some((name) => env[name]);
  return writeOutput(streams.stdout, isLog ? forLog(lines) : lines, { overwrite: false });
}

async function* forLog(lines: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  for await (const some of lines) yield logText(some.toString());
}
