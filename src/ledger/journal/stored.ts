import { z } from 'zod';
import { TtpdError } from '../../common/errors.ts';
import { tableRow } from '../../product/field-names.ts';
import { changesFrom } from '../../product/fields.ts';
import type { FieldKind } from '../../product/table.ts';
import { facts, guards, ramp, review, selection } from './plan-schemas.ts';

/** What the ledger keeps as JSON is checked as it is read: a row that is damaged must not be written to the store. */

const TYPES: Record<FieldKind, string> = {
  ...{
    text: 'string',
    html: 'string',
    decimal: 'string',
    choice: 'string',
    words: 'string',
    path: 'string',
    date: 'string',
  },
  ...{ integer: 'number', flag: 'boolean', list: 'array' },
};

const fields = z.record(z.string(), z.unknown()).transform((values, context) => {
  for (const [name, value] of Object.entries(values))
    if (!fits(name, value)) context.addIssue(`${name} is ${JSON.stringify(value)}`);
  return changesFrom(Object.entries(values));
});

/** By the table; what hangs on a product has shapes of its own. */
function fits(name: string, value: unknown): boolean {
  const row = tableRow(name);
  return !row || value === null || (Array.isArray(value) ? 'array' : typeof value) === TYPES[row.kind];
}

const snapshot = z.object({
  fields,
  partUpdatedAt: z.string().nullable(),
  restores: z.boolean().optional(),
});
const undo = z.object({
  base: fields.optional(),
  imageIds: z.array(z.number().nullable()).optional(),
  saved: fields.optional(),
  link: z.object({ added: z.number(), automatic: z.boolean() }).optional(),
});
const error = z.object({ code: z.string(), message: z.string(), status: z.number().optional() });
const offer = z.object({
  price: z.string(),
  stock: z.string(),
  sold: z.object({ pieces: z.number(), asOf: z.string() }).optional(),
});

const reasons = z.array(
  z.object({
    ...{ code: z.string(), message: z.string() },
    ...{ value: z.string().optional(), of: z.string().optional(), canRelease: z.literal(false).optional() },
  }),
);
const items = z.array(z.object({ orderProductId: z.number(), quantity: z.number() }));

/** Readers for what belongs to one thing of the ledger, named in what they throw. */
export function stored(what: string) {
  const reader =
    <T>(schema: z.ZodType<T>) =>
    (json: string): T => {
      const read = schema.safeParse(parsed(json));
      if (read.success) return read.data;
      throw damagedJson(what, read.error.issues[0]);
    };
  return {
    fields: reader(fields),
    snapshot: reader(snapshot),
    undo: reader(undo),
    error: reader(error),
    offer: reader(offer),
    selection: reader(selection),
    facts: reader(facts),
    guards: reader(guards),
    review: reader(review),
    ramp: reader(ramp),
    reasons: reader(reasons),
    items: reader(items),
    number(value: unknown, name: string): number {
      if (typeof value === 'number') return value;
      throw damagedJson(what, { path: [name], message: `is ${JSON.stringify(value)}` });
    },
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function damagedJson(what: string, issue?: { path: PropertyKey[]; message: string }): TtpdError {
  const where = [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ');
  return new TtpdError(
    'LEDGER_DAMAGED',
    `The ledger has something else than ${what} in its place (${where}).`,
    {
      hint: 'It holds what was written to the store: put a backup in its place.',
      next: ['ttpd ledger check'],
    },
  );
}
