import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { shownPart } from '../../library/search.ts';
import { compileIdentity } from '../../rules/identity.ts';
import { findPart } from '../shared/find-part.ts';
import { partDetails } from './report.ts';

export async function runShow(context: Context, name: string): Promise<Outcome> {
  const identify = compileIdentity((await context.rules()).rules);
  const { store } = await context.services();
  const signal = context.stop.drain;
  const part = await findPart(context, name, 'either', (each) => identify(each.brand, each.partNumber).sku);
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
