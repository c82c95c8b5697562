import { Chalk, type ChalkInstance } from 'chalk';

export interface Theme {
  good: (text: string) => string;
  bad: (text: string) => string;
  warn: (text: string) => string;
  dim: (text: string) => string;
  strong: (text: string) => string;
}

/** Colours where the stream is a terminal that takes them; `NO_COLOR` and `--no-color` win, `FORCE_COLOR` comes next. */
export function createTheme(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv, noColor: boolean): Theme {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  const coloured = !noColor && !env.NO_COLOR && (forced || (stream.isTTY === true && env.TERM !== 'dumb'));
  const chalk: ChalkInstance = new Chalk({ level: coloured ? 1 : 0 });
  return { good: chalk.green, bad: chalk.red, warn: chalk.yellow, dim: chalk.dim, strong: chalk.bold };
}
