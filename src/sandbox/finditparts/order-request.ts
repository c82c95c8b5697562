import { z } from 'zod';
import { supplierRefusal } from './errors.ts';

const text = z.string().min(1);

const address = z.looseObject({
  name: text,
  street1: text,
  city: text,
  postal_code: text,
  country: text,
});

const orderRequest = z.strictObject({
  po_number: text,
  ship_to: address,
  lines: z
    .array(
      z.strictObject({
        part_id: text,
        quantity: z.int().positive(),
        unit_price: z.union([z.string().regex(/^\d+(\.\d+)?$/), z.number().nonnegative()]),
      }),
    )
    .min(1),
  shipping_method: z.string().nullish(),
});

export type OrderRequest = z.infer<typeof orderRequest>;

/** The body of `POST /orders` (docs/finditparts-parts-api.yaml); a fault is named by its path. */
export function readOrder(body: unknown, mostPoLength: number): OrderRequest {
  const read = orderRequest.safeParse(body);
  if (read.success) {
    if (read.data.po_number.length <= mostPoLength) return read.data;
    throw supplierRefusal(422, 'invalid_order', `po_number: at most ${mostPoLength} characters`);
  }
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') || 'body';
  throw supplierRefusal(422, 'invalid_order', `${where}: ${issue?.message ?? 'invalid'}`);
}
