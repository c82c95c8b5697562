import type { RunEvent } from '../common/events.ts';
import { printable } from '../common/printable.ts';
import type { ResolvedSettings } from '../session/resolve.ts';
import { createSession, type Session } from '../session/session.ts';
import type { Origin } from '../settings/resolve.ts';
import { createPrompts, type Prompts } from '../terminal/prompts.ts';
import { createTheme, type Theme } from '../terminal/theme.ts';
import type { View } from '../terminal/view.ts';
import { columnsOf } from '../terminal/width.ts';
import type { Host } from './host.ts';
import { listenForStop } from './stop-signal.ts';

/** Made once a command: a session, and what shows it to a person and asks one. */
export interface Context extends Session {
  host: Host;
  origins: Origin[];
  view: View;
  /** For text on stdout. */
  theme: Theme;
  /** Of stdout, where it is a terminal. */
  columns: number | undefined;
  prompts: Prompts;
}

export function createContext(
  host: Host,
  { command, view, resolved }: { command: string; view: View; resolved: ResolvedSettings },
): Context {
  const { settings, origins } = resolved;
  const stop = listenForStop(
    () => view.say('Stopping: finishing what is under way. Press Ctrl-C again to leave at once.'),
    () => view.close(),
  );
  const theme = createTheme(host.streams.stdout, host.env, settings.noColor);
  const session = createSession({
    command,
    around: host,
    resolved,
    stop,
    emit(event) {
      view.event(event);
      const line = introduction(event, theme);
      if (line !== undefined) view.say(line);
    },
  });
  return {
    ...session,
    host,
    origins,
    view,
    theme,
    columns: columnsOf(host.streams.stdout),
    prompts: createPrompts(host.streams, host.env, settings.noInput),
    async close() {
      stop.close();
      await session.close();
    },
  };
}

/** Which store is this about, and by which rules? Said whatever progress is shown. */
function introduction(event: RunEvent, theme: Theme): string | undefined {
  if (event.type === 'rules') return `Rules  ${event.file}`;
  if (event.type !== 'started') return undefined;
  return `Store  ${theme.strong(printable(event.storeName))} (${event.store})   Profile  ${event.profile}`;
}
