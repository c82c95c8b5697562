import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';
import { positiveInteger } from '../shared/parsers.ts';

const ORDER = "the store's order number";

export function orderReviewCommand(host: Host): CommandUnknownOpts {
  const review = new Command('review').description('Orders that wait for a person');
  const decision = (name: string, description: string) =>
    review
      .command(name)
      .description(description)
      .argument('<order>', ORDER, positiveInteger)
      .option('--note <text>', 'why, for whoever looks later');
  review
    .command('list')
    .description('What waits, and why')
    .action(
      action(host, async (context) => {
        const { list } = await import('./review-run.ts');
        return list(context);
      }),
    );
  review
    .command('show')
    .description('All that ttpd knows of one order')
    .argument('<order>', ORDER, positiveInteger)
    .option('--show-personal-data', 'the address in full')
    .action(
      action(host, async (context, order, flags) => {
        const { show } = await import('./review-run.ts');
        return show(context, order, flags.showPersonalData ?? false);
      }),
    );
  decision('approve', 'Release exactly what it is held for, for this order alone').action(
    action(host, async (context, order, { note }) => {
      const { decide } = await import('./review-run.ts');
      return decide(context, 'approve', { order, note });
    }),
  );
  decision('reject', 'Take it out of ttpd’s hands: it is never sent').action(
    action(host, async (context, order, { note }) => {
      const { decide } = await import('./review-run.ts');
      return decide(context, 'reject', { order, note });
    }),
  );
  decision('retry', 'Let the next submit try again')
    .option('--not-placed', 'FinditParts has told you that it has no such order')
    .action(
      action(host, async (context, order, { note, notPlaced }) => {
        const { decide } = await import('./review-run.ts');
        return decide(context, 'retry', { order, note, notPlaced });
      }),
    );
  decision('link', "Say which of the supplier's orders one in doubt became")
    .argument('<supplier-order>', "the supplier's order number")
    .option('--po <number>', 'the purchase order, where several are in doubt')
    .action(
      action(host, async (context, order, id, { note, po }) => {
        const { link } = await import('./review-run.ts');
        return link(context, { order, id, note, po });
      }),
    );
  return review;
}
