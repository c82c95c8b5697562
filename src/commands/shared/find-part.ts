import { selectParts } from '../../catalog/supply/select.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Part } from '../../finditparts/supplier.ts';

/**
 * One part with its price, stock and details, by the supplier's id or by the SKU that the rules give it.
 * @throws TtpdError PART_UNKNOWN (exit 2)
 */
export async function findPart(
  context: Context,
  name: string,
  by: 'id' | 'sku' | 'either',
  skuOf: (part: Part) => string,
): Promise<Part> {
  const part =
    (by === 'sku' ? undefined : await partById(context, name)) ??
    (by === 'id' ? undefined : await partBySku(context, name, skuOf));
  if (part) return part;
  throw new TtpdError('PART_UNKNOWN', `The supplier has no part "${name}".`, {
    hint: 'Give an id or a SKU as ttpd search shows them.',
    next: [`ttpd search "${name}"`],
    exitCode: ExitCode.Usage,
  });
}

async function partById(context: Context, id: string): Promise<Part | undefined> {
  const { supplier } = await context.services();
  const part = await supplier.part(id, context.stop.drain);
  if (!part || part.offer) return part;
  const [offer] = await supplier.offers([id], context.stop.drain);
  return offer ? { ...part, offer } : part;
}

async function partBySku(
  context: Context,
  sku: string,
  skuOf: (part: Part) => string,
): Promise<Part | undefined> {
  const { supplier } = await context.services();
  for await (const { parts } of selectParts(supplier, { skus: [sku] }, { skuOf, signal: context.stop.drain }))
    for (const { id } of parts) return partById(context, id);
  return undefined;
}
