import type { CustomField } from '../../../bigcommerce/product-schema.ts';
import type { OperationOf } from '../../../ledger/journal/operation.ts';
import { customField } from '../../../product/field-names.ts';
import { customFieldsIn } from '../../../product/nested-fields.ts';
import type { Engine } from '../../engine/engine.ts';

/**
 * The row's pairs come and go, and no others: another value of the same name is somebody else's. What goes makes room
 * for what comes, by taking its name's new value where there is one.
 */
export async function writeCustomFields(
  engine: Engine,
  productId: number,
  row: OperationOf<'update' | 'hide'>,
): Promise<void> {
  const changes = customFieldsIn(row.after);
  if (changes.length === 0) return;
  const { store, giveUp: signal } = engine;
  const there = new Map<string, CustomField>();
  for await (const page of store.customFields.list(productId, signal))
    for (const field of page) there.set(customField(field), field);
  const leaving = changes.flatMap((pair) => (!pair.isThere && there.get(customField(pair))) || []);
  const coming = changes
    .filter((pair) => pair.isThere && !there.has(customField(pair)))
    .map(({ name, value }) => {
      const at = leaving.findIndex((field) => field.name.normalize() === name);
      const [old] = at < 0 ? [] : leaving.splice(at, 1);
      return { id: old?.id, pair: { name, value } };
    });
  for (const { id } of leaving) await store.customFields.delete(productId, id, signal);
  for (const { id, pair } of coming)
    if (id === undefined) await store.customFields.create(productId, pair, signal);
    else await store.customFields.update(productId, id, pair, signal);
}
