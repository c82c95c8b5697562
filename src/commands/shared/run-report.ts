import { Big } from 'big.js';
import { overrideCommand } from '../../catalog/guards/verdict.ts';
import { duration } from '../../common/duration.ts';
import { ExitCode } from '../../common/errors.ts';
import type { PlanSummary } from '../../common/events.ts';
import { printable } from '../../common/printable.ts';
import type { Offender, PlanReview, Tripped } from '../../ledger/journal/plan-notes.ts';
import { rowsToWrite, type SyncResult } from '../../library/outcome.ts';
import { count } from '../../terminal/plurals.ts';
import type { Theme } from '../../terminal/theme.ts';

/** What a run came to, as a person reads it in the end. */
export function runText(
  result: SyncResult,
  { dryRun, exitCode, runId, theme }: { dryRun: boolean; exitCode: ExitCode; runId: string; theme: Theme },
): string {
  if (result.guards.some(({ overridden }) => !overridden)) return stoppedText(result, theme);
  return dryRun ? dryRunText(result, theme) : verdict(result, exitCode, runId, theme);
}

/** ` (create 222 · metafields 222)`, where one product has rows of several kinds. */
function kinds({ id: _, unchanged, skip, conflict, ...written }: PlanSummary): string {
  const shown = Object.entries(written).filter(([, n]) => n > 0);
  return shown.length > 1
    ? ` (${shown.map(([what, n]) => `${what} ${n.toLocaleString('en-US')}`).join(' · ')})`
    : '';
}

/** A plan as it is shown before it is written. */
export function planLines(plan: PlanSummary, review: PlanReview, theme: Theme): string[] {
  return [planLine(plan, theme), ...reviewLines(review, theme)];
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
function dryRunText(result: SyncResult, theme: Theme): string {
  const { plan } = result;
  const writes = rowsToWrite(plan);
  return [
    ...planLines(plan, result.review, theme),
    ...overriddenLine(result.guards, theme),
    `Nothing was written. It took ${duration(result.durationMs)}.`,
    `Look at it with   ttpd plan show ${plan.id}`,
    ...(writes > 0 ? [`Do exactly this   ttpd apply ${plan.id}`] : []),
  ].join('\n');
}

/** A plan in pieces and money; nothing of what it leaves alone. */
const CATEGORIES_SHOWN = 5;

export function reviewLines(
  { prices, stock, margin, value, categories }: PlanReview,
  theme: Theme,
): string[] {
  const lines: [what: string, text: string][] = [];
  if (prices.up + prices.down > 0)
    lines.push([
      'prices',
      `${prices.up} up, ${prices.down} down; farthest ${prices.largest
        .map(
          ({ sku, before, after, change }) => `${sku} ${money(before)} → ${money(after)} (${signed(change)})`,
        )
        .slice(0, 3)
        .join(', ')}`,
    ]);
  if (stock.toZero + stock.fromZero > 0)
    lines.push(['stock', `${count(stock.toZero, 'product')} to 0, ${stock.fromZero} back in stock`]);
  if (margin.lowest.length > 0)
    lines.push([
      'margin',
      `lowest ${margin.lowest
        .map(({ sku, price, margin: share }) => `${sku} ${percent(share)} at ${money(price)}`)
        .slice(0, 3)
        .join(', ')}`,
    ]);
  const { created, changed } = value;
  if (!isZero(created) || !isZero(changed))
    lines.push([
      'value',
      [
        isZero(created) ? '' : `new products hold ${money(created)}`,
        isZero(changed)
          ? ''
          : `the others ${new Big(changed).gt(0) ? 'gain' : 'lose'} ${money(new Big(changed).abs().toFixed(2))}`,
      ]
        .filter((part) => part !== '')
        .join(', '),
    ]);
  if (categories.length > 0) {
    const more = categories.length - CATEGORIES_SHOWN;
    const names = categories.slice(0, CATEGORIES_SHOWN).join(', ');
    lines.push(['creates', `the categories ${names}${more > 0 ? `, and ${more} more` : ''}`]);
  }
  return lines.map(([what, text]) => `  ${theme.dim(what.padEnd(7))} ${printable(text)}`);
}

/** Guards that were told to let the plan pass are said in every verdict. */
function overriddenLine(guards: readonly Tripped[], theme: Theme): string[] {
  const passed = guards.filter(({ overridden }) => overridden);
  if (passed.length === 0) return [];
  const names = passed.map(({ guard, offenders, of }) => `${guard} (${offenders} of ${of})`);
  return [`${theme.warn('Overridden')}: ${names.join(', ')}.`];
}

/** What stopped the plan, the first offenders of each guard, where all of them are, and the way on. */
function stoppedText(
  { plan, review, guards }: { plan: PlanSummary; review: PlanReview; guards: readonly Tripped[] },
  theme: Theme,
): string {
  const stopping = guards.filter(({ overridden }) => !overridden);
  return [
    `${theme.bad('Stopped')} by ${count(stopping.length, 'guard')}; nothing was written. The plan ${plan.id} is kept to look at.`,
    ...reviewLines(review, theme),
    ...stopping.flatMap((guard) => guardLines(guard, theme)),
    ...overriddenLine(guards, theme),
    `Look at it with   ttpd plan show ${plan.id}`,
    `If it is right    ${overrideCommand(plan.id, stopping)}`,
  ].join('\n');
}

/** `price-move: 33 of 59 …`, then offenders. */
export function guardLines(
  { guard, message, offenders, first, file, overridden }: Tripped,
  theme: Theme,
): string[] {
  const more = offenders - first.length;
  return [
    `${theme.strong(guard)}${overridden ? theme.dim(' (overridden)') : ''}: ${printable(message)}`,
    ...first.map((offender) => `    ${offenderText(offender)}`),
    ...(file === null ? [] : [theme.dim(`    ${more > 0 ? `… and ${more} more: ` : ''}${printable(file)}`)]),
  ];
}

function offenderText({ sku, before, after, reason }: Offender): string {
  const change = before === null ? '' : `  ${before} → ${after ?? '–'}`;
  return printable(`${sku}${change}  ${reason}`);
}

function isZero(amount: string): boolean {
  return new Big(amount).eq(0);
}

/** `1,234.50`, without a currency: a plan is in the store's. */
function money(amount: string): string {
  const [whole = '0', cents] = new Big(amount).round(2).toFixed(2).split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

function percent(share: string): string {
  return `${new Big(share).times(100).round(1).toFixed()} %`;
}

function signed(share: string): string {
  return `${new Big(share).gt(0) ? '+' : ''}${percent(share)}`;
}
