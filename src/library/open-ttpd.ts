import { ExitCode, TtpdError } from '../common/errors.ts';
import { newId } from '../common/ids.ts';
import { withoutUndefined } from '../common/without-undefined.ts';
import { resolveAll } from '../session/resolve.ts';
import { createSession, type Session } from '../session/session.ts';
import { followSignals } from '../session/stop.ts';
import type { ApproveOrders } from './order-work.ts';
import type { ApproveWrite, Outcome } from './outcome.ts';
import type { Approve, ApproveOrderWork, CallOptions, Finished, OpenOptions, Ttpd } from './ttpd.ts';

/**
 * Opens one store and one supplier account. Nothing is connected before the first call.
 *
 * ```ts
 * await using ttpd = await openTtpd({ profile: 'acme' });
 * const { result } = await ttpd.sync({ category: 'brakes', approve: ({ rows }) => rows < 500 });
 * ```
 * @throws TtpdError for settings, profile or rules that are not right (exit 2)
 */
export async function openTtpd(options: OpenOptions = {}): Promise<Ttpd> {
  const { home, cwd = process.cwd(), signal, onEvent = () => {} } = options;
  const env = { ...(options.env ?? process.env), ...(home !== undefined && { TTPD_HOME: home }) };
  const around = { env, cwd };
  const { profile, config, rate, concurrency, quota, timeout } = options;
  const resolved = await resolveAll(around, {
    values: { profile, config, rate, concurrency, quota, timeout },
    name: ({ key }) => `openTtpd's ${key}`,
  });
  const closing = new AbortController();
  const opened = followSignals([signal, closing.signal]);
  const session = createSession({ command: 'library', around, resolved, emit: onEvent, stop: opened });
  const underWay = new Set<Promise<unknown>>();
  let turn: Promise<unknown> = Promise.resolve();

  function call<Result>(
    command: string,
    { signal: own }: CallOptions,
    work: (session: Session) => Promise<Outcome<Result>>,
  ): Promise<Finished<Result>> {
    if (closing.signal.aborted)
      return Promise.reject(
        new TtpdError('TTPD_CLOSED', 'This ttpd is closed.', { hint: 'Open it again with openTtpd().' }),
      );
    const running = runOnce({ ...session, command }, [signal, closing.signal, own], work);
    underWay.add(running);
    void running.catch(() => undefined).finally(() => underWay.delete(running));
    return running;
  }

  /** Plans share the ledger's temporary tables, and a store has one writer. */
  function inTurn<Result>(
    ...[command, own, work]: Parameters<typeof call<Result>>
  ): Promise<Finished<Result>> {
    const before = turn;
    const running = call<Result>(command, own, async (each) => {
      await before.catch(() => undefined);
      each.stop.drain.throwIfAborted();
      return work(each);
    });
    turn = running;
    return running;
  }

  async function close(): Promise<void> {
    closing.abort();
    await Promise.allSettled(underWay);
    opened.close();
    await session.close();
  }

  return {
    search: (request) =>
      call('search', request, async (each) => (await import('./search.ts')).searchParts(each, request)),
    sync: ({ signal: own, approve, only, overrideGuards, ramp, hold, ...selection }) =>
      inTurn('sync', { signal: own }, async (each) => {
        const { syncStore } = await import('./sync.ts');
        const asked = { groups: only, overrides: overrideGuards, ramp, hold, approve: asking(approve) };
        return syncStore(each, { selection: withoutUndefined(selection), ...asked });
      }),
    apply: (planId, { signal: own, approve, overrideGuards, ramp, hold }) =>
      inTurn('apply', { signal: own }, async (each) => {
        const { applySavedPlan, findRunsPlan } = await import('./saved-plan.ts');
        const plan = await findRunsPlan(each, planId);
        return applySavedPlan(each, plan, { overrides: overrideGuards, ramp, hold, approve: asked(approve) });
      }),
    rollback: (id, { approve, deleteCreated, ...own } = {}) =>
      inTurn('rollback', own, async (each) => {
        const { rollBack } = await import('./rollback.ts');
        return rollBack(each, id, { deleteCreated, approve: asking(approve) });
      }),
    reconcile: ({ approve, overrideGuards, reports, ...own } = {}) =>
      inTurn('reconcile', own, async (each) => {
        const { readReconcileOptions } = await import('./reconcile-request.ts');
        const { reconcileStore } = await import('./reconcile.ts');
        const asked = await readReconcileOptions(each, { ...own, overrides: overrideGuards });
        return reconcileStore(each, { asked, files: reports, approve: asking(approve) });
      }),
    importCsv: (source, { approve, overrideGuards, ...own } = {}) =>
      inTurn('import-csv', own, async (each) => {
        const { importCsv } = await import('./import-csv.ts');
        const asked = { overrides: overrideGuards, approve: asking(approve) };
        return importCsv(each, { ...own, ...asked, source });
      }),
    exportCsv: (file, options = {}) =>
      inTurn('export-csv', options, async (each) => {
        const [{ exportCsv }, { writeOutput }] = [
          await import('./export-csv.ts'),
          await import('./output.ts'),
        ];
        const { source = 'store', format = 'ttpd', columns, delimiter, excel, neutralise, ...rest } = options;
        const { overwrite = false, signal: _, ...selection } = rest;
        const narrowed = Object.values({ ...selection, limit: undefined }).some(
          (given) => given !== undefined,
        );
        return exportCsv(
          each,
          {
            ...{ source, format, columns, delimiter, excel, neutralise },
            selection: narrowed ? selection : { ...selection, all: true },
          },
          (chunks) => writeOutput(file, chunks, { overwrite }),
        );
      }),
    orders: {
      list: (options = {}) =>
        call('order list', options, async (each) =>
          (await import('./orders.ts')).listWaitingOrders(each, {
            showPersonalData: options.showPersonalData ?? false,
          }),
        ),
      submit: ({ approve, ...own } = {}) =>
        call('order submit', own, async (each) =>
          (await import('./orders.ts')).submitWaitingOrders(each, {
            orderIds: own.orderIds,
            approve: approve && askedForOrders(approve),
          }),
        ),
      status: (options = {}) =>
        call('order status', options, async (each) =>
          (await import('./orders.ts')).statusOfOrders(each, options),
        ),
      track: ({ approve, ...own }) =>
        call('order track', own, async (each) =>
          (await import('./orders.ts')).trackSentOrders(each, {
            orderIds: own.orderIds,
            approve: askedForOrders(approve),
          }),
        ),
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A run of its own, stopped by any of the signals. Whatever it stumbled over then, what happened is the interruption. */
async function runOnce<Result>(
  session: Session,
  signals: readonly (AbortSignal | undefined)[],
  work: (session: Session) => Promise<Outcome<Result>>,
): Promise<Finished<Result>> {
  const stop = followSignals(signals);
  const run = newId(session.clock.date());
  try {
    stop.drain.throwIfAborted();
    const { exitCode, result, problems } = await work({ ...session, runId: run, stop });
    return { run, exitCode, result, problems };
  } catch (error) {
    const isSaid = error instanceof TtpdError && error.exitCode === ExitCode.Interrupted;
    throw stop.drain.aborted && !isSaid ? stop.drain.reason : error;
  } finally {
    stop.close();
  }
}

function asking(approve: Approve | undefined): ApproveWrite | undefined {
  return approve && asked(approve);
}

/** @throws TtpdError DECLINED (exit 3) */
function asked(approve: Approve): ApproveWrite {
  return async (offer) => {
    if (!(await approve(offer))) throw declined();
  };
}

function askedForOrders(approve: ApproveOrderWork): ApproveOrders {
  return async (store) => {
    if (!(await approve({ store }))) throw declined();
  };
}

function declined(): TtpdError {
  return new TtpdError('DECLINED', 'Nothing was written.', { exitCode: ExitCode.Declined });
}
