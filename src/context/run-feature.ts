import { ExitCode, errorProblems, type Problem, TtpdError } from '../common/errors.ts';
import { logText } from '../common/log-text.ts';
import { resolveAll } from '../session/resolve.ts';
import { flagLayer, type Layer } from '../settings/resolve.ts';
import { createView } from '../terminal/create-view.ts';
import { errorText, problemText } from '../terminal/errors.ts';
import { createTheme } from '../terminal/theme.ts';
import type { View } from '../terminal/view.ts';
import { columnsOf } from '../terminal/width.ts';
import { type Context, createContext } from './context.ts';
import type { Host } from './host.ts';

/** What a command's feature came to. */
export interface Outcome {
  exitCode: ExitCode;
  /** For programs: `result` of the JSON document. */
  result: unknown;
  problems?: Problem[];
  /** For people: the same, on stdout. */
  text: string;
}

export interface FeatureRun {
  command: string;
  flags: Layer['values'];
  feature: (context: Context) => Promise<Outcome>;
}

/** More would scroll the verdict away; `--json` and `plan show` have them all. */
const PROBLEMS_SHOWN = 10;

/** From settings to exit code. Whatever happens, the view is closed and an error is shown once. */
export async function runFeature(host: Host, { command, flags, feature }: FeatureRun): Promise<ExitCode> {
  let view: View = viewBeforeSettings(host, flags);
  let context: Context | undefined;
  try {
    const resolved = await resolveAll(host, flagLayer(flags));
    view = createView({
      ...resolved.settings,
      streams: host.streams,
      env: host.env,
      output: resolved.settings.json ? 'json' : resolved.settings.ndjson ? 'ndjson' : 'text',
      now: () => performance.now(),
    });
    context = createContext(host, { command, view, resolved });
    const { exitCode, result, problems = [], text } = await feature(context);
    sayProblems(context, problems);
    view.result({ ...heading(command, flags, context), exitCode, result, problems }, text);
    return exitCode;
  } catch (thrown) {
    // Whatever an interrupted feature stumbled over, what happened is the interruption.
    const error = context?.stop.drain.aborted && !isInterruption(thrown) ? context.stop.drain.reason : thrown;
    const exitCode = error instanceof TtpdError ? error.exitCode : ExitCode.Failed;
    view.close();
    const problems = errorProblems(error);
    view.result({ ...heading(command, flags, context), exitCode, result: null, problems }, '');
    const theme = createTheme(host.streams.stderr, host.env, context?.settings.noColor ?? false);
    const text = errorText(error, theme, columnsOf(host.streams.stderr));
    host.streams.stderr.write(`${logText(context?.redactor.scrub(text) ?? text)}\n`);
    return exitCode;
  } finally {
    view.close();
    await context?.close();
  }
}

function isInterruption(error: unknown): boolean {
  return error instanceof TtpdError && error.exitCode === ExitCode.Interrupted;
}

function heading(command: string, flags: FeatureRun['flags'], context: Context | undefined) {
  return {
    schemaVersion: 1 as const,
    command,
    profile: context?.profile.name ?? String(flags.profile ?? 'sandbox'),
    store: context?.storeKey ?? null,
    run: context?.runId ?? null,
  };
}

/** For an error in the settings themselves: enough to answer in the form that was asked for. */
function viewBeforeSettings(host: Host, flags: FeatureRun['flags']): View {
  return createView({
    streams: host.streams,
    env: host.env,
    output: flags.json ? 'json' : flags.ndjson ? 'ndjson' : 'text',
    progress: 'none',
    quiet: false,
    noColor: flags.noColor === true,
    now: () => 0,
  });
}

function sayProblems({ view, settings, host }: Context, problems: readonly Problem[]): void {
  const theme = createTheme(host.streams.stderr, host.env, settings.noColor);
  const worst = problems.toSorted((a, b) => rank(a) - rank(b));
  const columns = columnsOf(host.streams.stderr);
  for (const problem of worst.slice(0, PROBLEMS_SHOWN)) view.say(problemText(problem, theme, columns));
  if (problems.length > PROBLEMS_SHOWN)
    view.say(theme.dim(`  … and ${problems.length - PROBLEMS_SHOWN} more`));
}

function rank({ severity }: Problem): number {
  return ['error', 'warning', 'info'].indexOf(severity);
}
