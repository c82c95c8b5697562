import type { StoreOrderAddress } from '../../bigcommerce/order-schema.ts';
import { printable } from '../../common/printable.ts';
import type { ReviewedOrder } from '../../orders/review.ts';
import { table } from '../../terminal/table.ts';

/** One order under review, for people. */
export function reviewDetails(
  {
    orderId,
    status,
    addresses,
    reviews,
    records,
  }: ReviewedOrder & { status: string | null; addresses: StoreOrderAddress[] },
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
    ...addresses.slice(0, 1).map((to) => `By       ${printable(to.shippingMethod) || '–'}`),
    ...reviews.flatMap(({ stage, since, reasons, resolution, resolvedBy, resolvedAt, note }) => [
      `${resolution ?? 'waits'}  ${stage}, since ${since.slice(0, 16).replace('T', ' ')}${resolvedAt ? `; ${resolvedBy}, ${resolvedAt.slice(0, 16).replace('T', ' ')}` : ''}${note ? `: ${printable(note)}` : ''}`,
      ...reasons.map(({ code, message }) => `  ${printable(message)} [${code}]`),
    ]),
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
  ].join('\n');
}
