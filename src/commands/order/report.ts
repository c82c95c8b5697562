import { printable } from '../../common/printable.ts';
import type { OrderReview } from '../../ledger/orders/reviews.ts';
import type { WaitingOrder } from '../../orders/list.ts';
import type { SubmitReport } from '../../orders/order-rows.ts';
import type { StatusReport } from '../../orders/status.ts';
import type { LineCounters, TrackReport } from '../../orders/track.ts';
import { count } from '../../terminal/plurals.ts';
import { table } from '../../terminal/table.ts';

type Columns = number | undefined;

/** Reasons are cut by nothing but the terminal. */
const ANY_WIDTH = 2_000;

export function waitingText(orders: readonly WaitingOrder[], columns: Columns): string {
  if (orders.length === 0) return 'No order awaits fulfillment.';
  return table(
    orders,
    [
      { title: 'order', value: (row) => row.orderId, align: 'right' },
      { title: 'state', value: (row) => row.state, whole: true },
      { title: 'for', value: (row) => row.customer, width: 24, spare: 4 },
      { title: 'placed', value: (row) => row.created?.slice(0, 16).replace('T', ' '), spare: 3, whole: true },
      { title: 'total', value: (row) => row.total, align: 'right', spare: 2 },
      { title: 'paid', value: (row) => row.payment || 'unsaid', spare: 5 },
      { title: 'lines', value: (row) => row.lines, align: 'right' },
      { title: 'foreign', value: (row) => row.foreign, align: 'right', spare: 1 },
      { title: 'margin', value: (row) => row.margin, align: 'right' },
      { title: 'what stands against it', value: (row) => messages(row.blockers), width: ANY_WIDTH },
      { title: 'what to do', value: (row) => row.next, width: ANY_WIDTH, spare: 6 },
    ],
    columns,
  );
}

export function submitText(
  { orders, submitted, review, failed }: SubmitReport,
  dryRun: boolean,
  columns: Columns,
) {
  if (orders.length === 0) return 'No order was to be sent.';
  const ready = orders.filter(({ state }) => state === 'ready').length;
  const verdict = dryRun
    ? `${count(ready, 'order')} would be sent, ${review} in review. Nothing was written.`
    : `${count(submitted, 'order')} sent, ${review} in review, ${failed} failed.`;
  return [
    table(
      orders,
      [
        { title: 'order', value: (row) => row.orderId, align: 'right' },
        { title: 'purchase order', value: (row) => row.poNumber, whole: true },
        { title: 'state', value: (row) => row.state, whole: true },
        { title: 'FinditParts', value: (row) => row.supplierOrderId, whole: true },
        { title: 'margin', value: (row) => row.margin, align: 'right' },
        { title: 'why', value: (row) => messages(row.reasons), width: ANY_WIDTH },
      ],
      columns,
    ),
    '',
    verdict,
    ...notes(
      'Left out',
      orders.map((row) => [row.orderId, row.leftOut]),
    ),
    ...notes(
      'To know',
      orders.map((row) => [row.orderId, row.warnings]),
    ),
    ...(review > 0 && !dryRun ? ['See why with   ttpd order review list'] : []),
  ].join('\n');
}

export function trackText({ orders, shipments, review, failed }: TrackReport, columns: Columns): string {
  if (orders.length === 0) return 'No order is under way at FinditParts.';
  return [
    table(
      orders,
      [
        { title: 'order', value: (row) => row.orderId, align: 'right' },
        { title: 'purchase order', value: (row) => row.poNumber, whole: true },
        { title: 'state', value: (row) => row.state, whole: true },
        { title: 'FinditParts says', value: (row) => row.supplierStatus },
        { title: 'shipped', value: (row) => pieces(row.lines), whole: true },
        { title: 'new shipments', value: (row) => row.shipments.length || null, align: 'right' },
        { title: 'why', value: (row) => messages(row.reasons), width: ANY_WIDTH, spare: 1 },
      ],
      columns,
    ),
    '',
    `${count(shipments, 'shipment')} written, ${review} in review, ${failed} failed.`,
    ...parcels(orders.map((row) => [row.orderId, row.shipments])),
  ].join('\n');
}

export function statusText({ orders, cores }: StatusReport, columns: Columns): string {
  if (orders.length === 0) return 'ttpd has sent no such order.';
  const rows = table(
    orders,
    [
      { title: 'order', value: (row) => row.orderId, align: 'right' },
      { title: 'purchase order', value: (row) => row.poNumber, whole: true },
      { title: 'state', value: (row) => row.state, whole: true },
      { title: 'FinditParts', value: (row) => row.supplierOrderId, whole: true, spare: 2 },
      { title: 'says', value: (row) => row.supplierStatus },
      { title: 'shipped', value: (row) => pieces(row.lines), whole: true },
      { title: 'backorder', value: (row) => sum(row.lines, 'backordered'), align: 'right', spare: 3 },
      { title: 'cancelled', value: (row) => sum(row.lines, 'cancelled'), align: 'right', spare: 4 },
      { title: 'parcels', value: (row) => row.trackingNumbers.length || null, align: 'right', spare: 2 },
      { title: 'why', value: (row) => messages(row.reasons), width: ANY_WIDTH, spare: 1 },
    ],
    columns,
  );
  const text = [rows, ...parcels(orders.map((row) => [row.orderId, row.trackingNumbers]))].join('\n');
  if (cores.length === 0) return text;
  const owed = table(
    cores,
    [
      { title: 'order', value: (row) => row.orderId, align: 'right' },
      { title: 'SKU', value: (row) => row.sku, whole: true },
      { title: 'pieces', value: (row) => row.quantity, align: 'right' },
      { title: 'deposit', value: (row) => row.core, align: 'right' },
      { title: 'since', value: (row) => row.since.slice(0, 10), whole: true },
    ],
    columns,
  );
  return `${text}\n\nCores that are still to come back:\n${owed}`;
}

export function reviewText(reviews: readonly OrderReview[], columns: Columns): string {
  if (reviews.length === 0) return 'No order waits for a decision.';
  const rows = table(
    reviews,
    [
      { title: 'order', value: (row) => row.orderId, align: 'right' },
      { title: 'purchase order', value: (row) => row.po, spare: 1 },
      { title: 'stage', value: (row) => row.stage, whole: true },
      { title: 'since', value: (row) => row.since.slice(0, 16).replace('T', ' '), whole: true, spare: 2 },
      { title: 'why', value: (row) => messages(row.reasons), width: ANY_WIDTH },
    ],
    columns,
  );
  return `${rows}\n\nLook closer with   ttpd order review show ${reviews[0]?.orderId}`;
}

/** Below the table, where nothing cuts them: people copy them. */
function parcels(orders: readonly (readonly [number, readonly string[]])[]): string[] {
  return notes(
    'Parcels',
    orders.map(([id, numbers]) => [id, numbers.map((message) => ({ message }))]),
  );
}

/** A line for each message, under a heading of its own. */
function notes(
  title: string,
  orders: readonly (readonly [number, readonly { message: string }[]])[],
): string[] {
  const lines = orders.flatMap(([id, some]) =>
    some.map(({ message }) => `  order ${id}  ${printable(message)}`),
  );
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}

function messages(reasons: readonly { message: string }[]): string | null {
  return reasons.map(({ message }) => message).join(' ') || null;
}

function pieces(lines: readonly LineCounters[]): string {
  return `${sum(lines, 'shipped')}/${sum(lines, 'ordered')}`;
}

function sum(lines: readonly LineCounters[], counter: 'ordered' | 'shipped' | 'backordered' | 'cancelled') {
  return lines.reduce((total, line) => total + (line[counter] ?? 0), 0);
}
