import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Host } from '../../context/host.ts';
import { action } from '../shared/action.ts';
import { positiveInteger } from '../shared/parsers.ts';

export function sandboxCommand(host: Host): CommandUnknownOpts {
  const sandbox = new Command('sandbox').description('Both services on this machine, to try things out');
  sandbox
    .command('serve')
    .description('Run it until it is told to stop; its URL is the first line on stdout')
    .option('--port <n>', 'on 127.0.0.1; 0 takes a free one', port, 0)
    .option('--data <dir>', "where its store is kept (default: ttpd's own folder)")
    .option('--parts <n>', 'size of the generated catalogue (default 2000)', positiveInteger)
    .addOption(
      new Option('--plan <plan>', "BigCommerce's quotas; unlimited lifts the supplier's limits too")
        .choices(['standard', 'pro', 'unlimited'])
        .default('pro'),
    )
    .option(
      '--fault <spec>',
      'such as bc:429:5%; may be given more than once',
      (spec, all: string[] = []) => [...all, spec],
    )
    .option('--awkward', 'all that stores do differently, at its most awkward (docs/sandbox.md)')
    .action(
      action(host, async (context, flags) => {
        const { serve } = await import('./run.ts');
        return serve(context, flags);
      }),
    );
  sandbox
    .command('reset')
    .description('Empty its store')
    .option('--data <dir>', "where its store is kept (default: ttpd's own folder)")
    .option('--parts <n>', 'size of the generated catalogue', positiveInteger)
    .action(
      action(host, async (context, flags) => {
        const { reset } = await import('./run.ts');
        return reset(context, flags);
      }),
    );
  return sandbox;
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('It takes a port from 0 to 65535.');
  return number;
}
