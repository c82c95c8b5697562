import { z } from 'zod';
import { count, money, text, values } from './values.ts';

const Part = z.strictObject({
  id: text,
  sku: text,
  brand: text,
  partNumber: text,
  name: text.nullable(),
  category: text.nullable(),
  condition: text.nullable(),
  status: text.nullable(),
  list: money,
  cost: money,
  core: money,
  currency: text.nullable(),
  stock: z.int().nullable(),
  weight: text.nullable(),
});

/** What the supplier has. */
export const PARTS = {
  search: z.strictObject({ total: count.nullable(), parts: z.array(Part) }),
  show: z.strictObject({
    part: Part.extend({
      description: text.nullable(),
      details: values.nullable(),
      locations: z.array(values),
    }),
    store: z
      .strictObject({ id: z.int(), name: text, price: money, stock: z.int(), visible: z.boolean() })
      .nullable(),
  }),
};
