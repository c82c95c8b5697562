import { Big } from 'big.js';
import type { Offender, Tripped } from '../../catalog/guards/guard.ts';
import { overrideCommand } from '../../catalog/guards/verdict.ts';
import type { PlanReview } from '../../catalog/plan/review.ts';
import type { PlanSummary } from '../../common/events.ts';
import { printable } from '../../common/printable.ts';
import { count } from '../../terminal/plurals.ts';
import type { Theme } from '../../terminal/theme.ts';

/** A plan in pieces and money; nothing of what it leaves alone. */
export function reviewLines({ prices, stock, margin, value }: PlanReview, theme: Theme): string[] {
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
  return lines.map(([what, text]) => `  ${theme.dim(what.padEnd(7))} ${printable(text)}`);
}

/** Guards that were told to let the plan pass are said in every verdict. */
export function overriddenLine(guards: readonly Tripped[], theme: Theme): string[] {
  const passed = guards.filter(({ overridden }) => overridden);
  if (passed.length === 0) return [];
  const names = passed.map(({ guard, offenders, of }) => `${guard} (${offenders} of ${of})`);
  return [`${theme.warn('Overridden')}: ${names.join(', ')}.`];
}

/** What stopped the plan, the first offenders of each guard, where all of them are, and the way on. */
export function stoppedText(
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
