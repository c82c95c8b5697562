import type { StoreOrderAddress } from '../../bigcommerce/order-schema.ts';
import { printable } from '../../common/printable.ts';
import type { OrderReview } from '../../ledger/orders/reviews.ts';
import type { ReviewedOrder } from '../../orders/review.ts';
import { table } from '../../terminal/table.ts';

/** The store's order: what a decision needs to know of it. Money is decimal text without tax. */
export interface BoughtOrder {
  payment: string;
  total: string;
  currency: string;
  lines: {
    sku: string;
    name: string;
    quantity: number;
    price: string;
    quantityRefunded: number;
    quantityShipped: number;
  }[];
}

/** One order under review, for people. */
export function reviewDetails(
  {
    orderId,
    status,
    addresses,
    reviews,
    records,
    order,
  }: ReviewedOrder & { status: string | null; addresses: StoreOrderAddress[]; order: BoughtOrder | null },
  columns: number | undefined,
): string {
  const lines = records.flatMap(({ po, state, supplierOrderId, lines: some }) =>
    some.map((line) => ({ po, state, supplierOrderId, ...line })),
  );
  return [
    `Order    ${orderId}  ${status ? printable(status) : 'is not in the store'}`,
    ...addresses.map(
      (to) =>
        `Ship to  ${printable([to.name, to.company, to.street1, to.city, to.state, to.zip, to.countryIso2].filter(Boolean).join(', '))}`,
    ),
    ...(order
      ? [`Paid     ${printable(order.payment) || 'unsaid'}, ${order.total} ${order.currency} in all`]
      : []),
    ...addresses.slice(0, 1).map((to) => `By       ${printable(to.shippingMethod) || '–'}`),
    ...reviews.flatMap(({ stage, since, reasons, resolution, resolvedBy, resolvedAt, note }) => [
      `${resolution ?? 'waits'}  ${stage}, since ${since.slice(0, 16).replace('T', ' ')}${resolvedAt ? `; ${resolvedBy}, ${resolvedAt.slice(0, 16).replace('T', ' ')}` : ''}${note ? `: ${printable(note)}` : ''}`,
      ...reasons.map(({ code, message }) => `  ${printable(message)} [${code}]`),
    ]),
    ...(order ? [boughtLines(order, columns)] : []),
    ...(lines.length === 0
      ? []
      : [
          table(
            lines,
            [
              { title: 'purchase order', value: (row) => row.po, whole: true },
              { title: 'state', value: (row) => row.state, whole: true },
              { title: 'FinditParts', value: (row) => row.supplierOrderId },
              { title: 'SKU', value: (row) => row.sku, whole: true },
              { title: 'ordered', value: (row) => row.ordered, align: 'right' },
              { title: 'confirmed', value: (row) => row.confirmed, align: 'right' },
              { title: 'shipped', value: (row) => row.shipped, align: 'right' },
            ],
            columns,
          ),
        ]),
    ...decisions(orderId, reviews),
  ].join('\n');
}

function boughtLines({ lines }: BoughtOrder, columns: number | undefined): string {
  return table(
    lines,
    [
      { title: 'bought', value: (row) => row.sku || '–', whole: true },
      { title: 'name', value: (row) => row.name, spare: 2 },
      { title: 'pieces', value: (row) => row.quantity, align: 'right' },
      { title: 'each', value: (row) => row.price, align: 'right' },
      { title: 'refunded', value: (row) => row.quantityRefunded, align: 'right' },
      { title: 'shipped', value: (row) => row.quantityShipped, align: 'right' },
    ],
    columns,
  );
}

/** What a person can say now, and what follows from it. */
function decisions(orderId: number, reviews: readonly OrderReview[]): string[] {
  const open = reviews.filter(({ resolution }) => resolution === null);
  if (open.length === 0) return [];
  const isDoubt = open.some(({ stage }) => stage === 'doubt');
  const isFixed = open.some(
    ({ stage, reasons }) => stage === 'refused' || reasons.some(({ canRelease }) => canRelease === false),
  );
  return [
    'You can say:',
    ...(isDoubt
      ? [
          `  ttpd order review link ${orderId} <supplier order>   FinditParts has it`,
          `  ttpd order review retry ${orderId} --not-placed   FinditParts says that it has none`,
        ]
      : isFixed
        ? [`  ttpd order review retry ${orderId}   it was put right: check it again`]
        : [`  ttpd order review approve ${orderId}   it may go on, with exactly these figures`]),
    `  ttpd order review reject ${orderId}   you take it over; ttpd never sends it`,
  ];
}
