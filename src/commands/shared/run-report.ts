import { duration } from '../../common/duration.ts';
import { ExitCode } from '../../common/errors.ts';
import type { PlanSummary } from '../../common/events.ts';
import { rowsToWrite, type SyncResult } from '../../library/outcome.ts';
import { count } from '../../terminal/plurals.ts';
import type { Theme } from '../../terminal/theme.ts';
import { overriddenLine, reviewLines } from './plan-review-text.ts';

/** ` (create 222 · metafields 222)`, where one product has rows of several kinds. */
function kinds({ id: _, unchanged, skip, conflict, ...written }: PlanSummary): string {
  const shown = Object.entries(written).filter(([, n]) => n > 0);
  return shown.length > 1
    ? ` (${shown.map(([what, n]) => `${what} ${n.toLocaleString('en-US')}`).join(' · ')})`
    : '';
}

/** `Plan 261123-k7q2m  create 221 · unchanged 0 · skip 19`. */
export function planLine(plan: PlanSummary, theme: Theme): string {
  const { id, ...counts } = plan;
  const shown = Object.entries(counts).filter(([, n]) => n > 0);
  const words = shown.map(([what, n]) => `${what} ${n.toLocaleString('en-US')}`);
  return `Plan   ${theme.strong(id)}  ${words.length > 0 ? words.join(' · ') : 'nothing to do'}`;
}

/** The last lines of a run: what it came to, and what to type next. */
export function verdict(result: SyncResult, exitCode: ExitCode, runId: string, theme: Theme): string {
  const { plan, applied, calls, durationMs } = result;
  const time = duration(durationMs);
  const spent = theme.dim(
    `calls: ${calls.finditparts.total} FinditParts, ${calls.bigcommerce.total} BigCommerce; 429s: ${result.rateLimited}`,
  );
  if (exitCode === ExitCode.Interrupted)
    return [
      `${theme.warn('Interrupted')} after ${time}: ${count(applied.done, 'row')} written, the rest is in plan ${plan.id}.`,
      `Go on with   ttpd resume ${runId}`,
    ].join('\n');
  if (exitCode === ExitCode.Guarded)
    return [
      `${theme.warn('Stopped')} after ${time}: ${count(applied.done, 'row')} written, ${applied.failed} failed, ${applied.unknown} unknown; the rest is in plan ${plan.id}.`,
      `See why with   ttpd plan show ${plan.id} --state failed`,
      `Go on with     ttpd resume ${runId}`,
    ].join('\n');
  if (exitCode === ExitCode.Partial && applied.failed + applied.unknown > 0)
    return [
      `${theme.bad('Done with problems')} in ${time}: ${count(applied.done, 'row')} written, ${applied.failed} failed${applied.unknown > 0 ? `, ${applied.unknown} unknown` : ''}.`,
      ...(applied.failed > 0 ? [`See them with   ttpd plan show ${plan.id} --state failed`] : []),
      ...(applied.failed > 0 ? [`Try them again with   ttpd retry ${runId}`] : []),
      ...(applied.unknown > 0 ? [`Settle the unknown with   ttpd resume ${runId}`] : []),
      ...overriddenLine(result.guards, theme),
      spent,
    ].join('\n');
  if (exitCode === ExitCode.Partial && applied.done === 0) return `${theme.warn('Nothing was written')}.`;
  const rows = rowsToWrite(plan);
  if (applied.done === 0 && rows > 0)
    return `${theme.good('Nothing to write')}: the plan ${plan.id} has been applied already.`;
  const nothing = applied.done === 0;
  return [
    nothing
      ? `${theme.good('Nothing to write')}: the store is in step (${count(plan.unchanged, 'product')} unchanged${plan.skip > 0 ? `, ${plan.skip} skipped` : ''}). It took ${time}.`
      : `${theme.good('Done')} in ${time}: ${count(applied.done, 'row')} written${applied.done === rows ? kinds(plan) : ''}${plan.skip > 0 ? `, ${plan.skip} skipped` : ''}.`,
    ...(plan.skip + plan.conflict > 0
      ? [`See why with   ttpd plan show ${plan.id} --kind ${plan.conflict > 0 ? 'conflict' : 'skip'}`]
      : []),
    ...overriddenLine(result.guards, theme),
    spent,
  ].join('\n');
}

/** A dry run ends with the plan: what it is, how to look at it, how to apply exactly it. */
export function dryRunText(result: SyncResult, theme: Theme): string {
  const { plan } = result;
  const writes = rowsToWrite(plan);
  return [
    planLine(plan, theme),
    ...reviewLines(result.review, theme),
    ...overriddenLine(result.guards, theme),
    `Nothing was written. It took ${duration(result.durationMs)}.`,
    `Look at it with   ttpd plan show ${plan.id}`,
    ...(writes > 0 ? [`Do exactly this   ttpd apply ${plan.id}`] : []),
  ].join('\n');
}
