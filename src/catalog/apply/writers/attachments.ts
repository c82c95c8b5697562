import type { CustomField } from '../../../bigcommerce/product-schema.ts';
import type { OperationOf } from '../../../ledger/journal/operation.ts';
import type { Engine } from '../../engine/engine.ts';
import { customFieldsOf } from './bodies.ts';

/** A name of ours stands once: what is there under it is changed, or taken away where the row says `null`. */
export async function writeCustomFields(
  engine: Engine,
  productId: number,
  row: OperationOf<'update' | 'hide'>,
): Promise<void> {
  const changes = customFieldsOf(row.after);
  if (changes.length === 0) return;
  const { store, giveUp: signal } = engine;
  const there: CustomField[] = [];
  for await (const page of store.customFields.list(productId, signal)) there.push(...page);
  for (const [name, value] of changes) {
    const same = there.filter((field) => field.name === name);
    if (value === null)
      for (const field of same) await store.customFields.delete(productId, field.id, signal);
    else if (same.some((field) => field.value === value)) continue;
    else if (same[0]) await store.customFields.update(productId, same[0].id, { name, value }, signal);
    else await store.customFields.create(productId, { name, value }, signal);
  }
}
