import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';

export function showCommand(host: Host): CommandUnknownOpts {
  return new Command('show')
    .description('One part: price, stock, fitment, and what the store has')
    .argument('<part>', "the supplier's part id, or a SKU of the store")
    .action(action(host, (context, part) => runShow(context, part)));
}

async function runShow(context: Context, name: string): Promise<Outcome> {
  const { compileIdentity } = await import('../../rules/identity.ts');
  const identify = compileIdentity((await context.rules()).rules);
  const { store } = await context.services();
  const signal = context.stop.drain;
  const { findPart } = await import('../shared/find-part.ts');
  const part = await findPart(context, name, 'either', (each) => identify(each.brand, each.partNumber).sku);
  const { shownPart } = await import('../shared/parts-text.ts');
  const { partDetails } = await import('./report.ts');
  const shown = shownPart(part, identify);
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
