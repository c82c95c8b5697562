import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';
import { orderIds, positiveInteger } from '../shared/parsers.ts';
import { orderReviewCommand } from './review-command.ts';

export function orderCommand(host: Host): CommandUnknownOpts {
  const order = new Command('order').description(
    'Orders to the supplier, and their tracking back to the customers',
  );
  order
    .command('list')
    .description('Orders that await fulfillment, and what stands between them and the supplier')
    .option('--show-personal-data', 'names in full')
    .action(
      action(host, async (context, flags) => {
        const { listWaiting } = await import('./run.ts');
        return listWaiting(context, flags.showPersonalData ?? false);
      }),
    );
  order
    .command('submit')
    .description('Send orders to the supplier, each line once')
    .argument('[orders...]', "the store's order numbers", orderIds)
    .option('--all', 'all that are paid and old enough')
    .option('-n, --dry-run', 'only check; write nothing anywhere')
    .action(
      action(host, async (context, ids, flags) => {
        const { submit } = await import('./run.ts');
        return submit(context, ids, flags);
      }),
    );
  order
    .command('status')
    .description('Where orders are, and cores that are still to come back')
    .argument('[orders...]', "the store's order numbers; without them all", orderIds)
    .option('--watch', 'again and again, until all have arrived or wait for a person')
    .option('--interval <seconds>', 'between two looks of --watch', positiveInteger, 30)
    .action(
      action(host, async (context, ids, flags) => {
        const { status } = await import('./run.ts');
        return status(context, ids, flags);
      }),
    );
  order
    .command('track')
    .description("Bring the supplier's parcels to the customers: shipments, tracking numbers, status")
    .argument('[orders...]', "the store's order numbers; without them all that are under way", orderIds)
    .action(
      action(host, async (context, ids) => {
        const { track } = await import('./run.ts');
        return track(context, ids);
      }),
    );
  order.addCommand(orderReviewCommand(host));
  return order;
}
