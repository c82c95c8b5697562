import { z } from 'zod';
import { ExitCode } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import { askSandbox, externalSandbox } from '../../session/ask-sandbox.ts';
import { presetOf, startSandbox } from '../../session/start-sandbox.ts';

interface ServeFlags {
  port: number;
  data?: string;
  parts?: number;
  plan: 'standard' | 'pro' | 'unlimited';
  fault?: string[];
  awkward?: true | undefined;
}

export async function serve(
  context: Context,
  { port: on, data, parts, plan, fault, awkward }: ServeFlags,
): Promise<Outcome> {
  const sandbox = await startSandbox({
    dataDir: data ?? `${context.paths.state}/sandbox`,
    port: on,
    plan,
    ...(parts === undefined ? {} : { parts }),
    ...(fault === undefined ? {} : { faults: fault }),
    ...presetOf(context.host.env),
    ...(awkward && { preset: 'awkward' as const }),
  });
  const { url, storeHash, apiKey, accessToken } = sandbox;
  context.host.streams.stdout.write(`${JSON.stringify({ url, storeHash, apiKey, accessToken })}\n`);
  context.view.say(`Use it from another terminal with  TTPD_SANDBOX_URL=${url}   Stop it with Ctrl-C.`);
  await new Promise((resolve) => context.stop.drain.addEventListener('abort', resolve, { once: true }));
  await sandbox.close();
  return { exitCode: ExitCode.Done, result: { url }, text: '' };
}

export async function reset(
  context: Context,
  { data, parts }: Pick<ServeFlags, 'data' | 'parts'>,
): Promise<Outcome> {
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
