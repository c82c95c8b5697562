import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Context } from '../context/context.ts';
import type { Host } from '../context/host.ts';
import type { Outcome } from '../context/run-feature.ts';
import { ExitCode, TtpdError } from '../errors.ts';
import type { Part } from '../finditparts/supplier.ts';
import { action } from './action.ts';

export function showCommand(host: Host): CommandUnknownOpts {
  return new Command('show')
    .description('One part: price, stock, fitment, and what the store has')
    .argument('<part>', "the supplier's part id, or a SKU of the store")
    .action(action(host, (context, part) => runShow(context, part)));
}

async function runShow(context: Context, name: string): Promise<Outcome> {
  const { store } = await context.services();
  const signal = context.stop.drain;
  const part = (await partById(context, name)) ?? (await partBySku(context, name));
  if (!part)
    throw new TtpdError('PART_UNKNOWN', `The supplier has no part "${name}".`, {
      hint: 'Give an id or a SKU as ttpd search shows them.',
      next: [`ttpd search "${name}"`],
      exitCode: ExitCode.Usage,
    });
  const { shownPart } = await import('./parts-text.ts');
  const { partDetails } = await import('./part-details.ts');
  const shown = shownPart(part);
  const [product] = await store.products.bySku([shown.sku], { include: ['custom_fields', 'images'], signal });
  const inStore = product
    ? {
        id: product.id,
        name: product.name,
        price: product.price.toFixed(2),
        stock: product.inventoryLevel,
        visible: product.isVisible,
      }
    : null;
  return {
    exitCode: ExitCode.Done,
    result: {
      part: {
        ...shown,
        description: part.description,
        details: part.details ?? null,
        locations: part.offer?.stock?.locations ?? [],
      },
      store: inStore,
    },
    text: partDetails(part, shown, inStore, context.theme),
  };
}

async function partById(context: Context, id: string): Promise<Part | undefined> {
  const { supplier } = await context.services();
  const part = await supplier.part(id, context.stop.drain);
  if (!part || part.offer) return part;
  const [offer] = await supplier.offers([id], context.stop.drain);
  return offer ? { ...part, offer } : part;
}

async function partBySku(context: Context, sku: string): Promise<Part | undefined> {
  const { supplier } = await context.services();
  const { selectParts } = await import('../catalog/select.ts');
  for await (const { parts } of selectParts(supplier, { skus: [sku] }, context.stop.drain))
    for (const { id } of parts) return partById(context, id);
  return undefined;
}
