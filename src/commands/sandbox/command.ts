import { Command, type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Host } from '../../context/host.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { action } from '../shared/action.ts';
import { positiveInteger } from '../shared/parsers.ts';

interface ServeFlags {
  port: number;
  data?: string;
  parts?: number;
  plan: 'standard' | 'pro' | 'unlimited';
  fault?: string[];
}

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
    .action(action(host, (context, flags) => serve(context, flags)));
  sandbox
    .command('reset')
    .description('Empty its store')
    .option('--data <dir>', "where its store is kept (default: ttpd's own folder)")
    .option('--parts <n>', 'size of the generated catalogue', positiveInteger)
    .action(action(host, (context, flags) => reset(context, flags)));
  return sandbox;
}

async function serve(context: Context, { port: on, data, parts, plan, fault }: ServeFlags): Promise<Outcome> {
  const { startSandbox } = await import('../../context/start-sandbox.ts');
  const sandbox = await startSandbox({
    dataDir: data ?? `${context.paths.state}/sandbox`,
    port: on,
    plan,
    ...(parts === undefined ? {} : { parts }),
    ...(fault === undefined ? {} : { faults: fault }),
  });
  const { url, storeHash, apiKey, accessToken } = sandbox;
  context.host.streams.stdout.write(`${JSON.stringify({ url, storeHash, apiKey, accessToken })}\n`);
  context.view.say(`Use it from another terminal with  TTPD_SANDBOX_URL=${url}   Stop it with Ctrl-C.`);
  await new Promise((resolve) => context.stop.drain.addEventListener('abort', resolve, { once: true }));
  await sandbox.close();
  return { exitCode: ExitCode.Done, result: { url }, text: '' };
}

async function reset(
  context: Context,
  { data, parts }: Pick<ServeFlags, 'data' | 'parts'>,
): Promise<Outcome> {
  const { z } = await import('zod');
  const { askSandbox, externalSandbox } = await import('../../context/ask-sandbox.ts');
  const { startSandbox } = await import('../../context/start-sandbox.ts');
  const external = data === undefined ? externalSandbox(context.host.env) : undefined;
  const sandbox = external
    ? undefined
    : await startSandbox({ dataDir: data ?? `${context.paths.state}/sandbox` });
  try {
    const url = external ?? sandbox?.url ?? '';
    await askSandbox(url, 'reset', z.object({ parts: z.int() }), parts === undefined ? {} : { parts });
  } finally {
    await sandbox?.close();
  }
  return { exitCode: ExitCode.Done, result: { reset: true }, text: "The sandbox's store is empty." };
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('It takes a port from 0 to 65535.');
  return number;
}
