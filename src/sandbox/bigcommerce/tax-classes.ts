import { Hono } from 'hono';
import { storeRefusal } from './errors.ts';

/** What every store has (V2 `tax_classes`). */
const NAMES = ['Default Tax Class', 'Non-Taxable Products', 'Shipping', 'Gift Wrapping'];

export function taxClassRoutes(): Hono {
  return new Hono().get('/', (c) => c.json(NAMES.map((name, id) => ({ id: String(id), name }))));
}

/** A tax class that is not there is a bad reference: 409 (docs/facts/bigcommerce-catalog.md#other-traps). */
export function checkTaxClass(id: number): void {
  if (NAMES[id] !== undefined) return;
  const title = `Invalid tax class id: ${id}`;
  throw storeRefusal(409, title, { tax_class_id: title });
}
