import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';
import { createNotify, type Notify } from '../../monitoring/notify.ts';
import { SECRET_REFERENCE, secretSource } from '../../settings/secrets.ts';

/**
 * The chat to tell. Whoever has its address can post, so a flag says only where that is; `TTPD_NOTIFY_URL` has it, or
 * says where it is.
 * @param flag `env:NAME` or `file:PATH`
 * @throws TtpdError SECRET_TYPED, NOTIFY_URL (exit 2), NOT_SIGNED_IN (exit 5) where there is nothing
 */
export async function notifyFor(
  { clock, redactor, host }: Context,
  flag: string | undefined,
): Promise<Notify | undefined> {
  if (flag !== undefined && !SECRET_REFERENCE.test(flag))
    throw new TtpdError('SECRET_TYPED', 'The address for --notify is a secret, and it was typed as a flag.', {
      hint: 'Other users and logs see flags. Put it into TTPD_NOTIFY_URL, or say where it is: --notify env:NAME or file:PATH.',
      exitCode: ExitCode.Usage,
    });
  const given = flag ?? host.env.TTPD_NOTIFY_URL?.trim();
  if (!given) return undefined;
  const address = SECRET_REFERENCE.test(given)
    ? await secretSource(given, 'The address for notifications', host.env).read()
    : given;
  return createNotify(address, { clock, redactor, proxyEnv: host.env });
}
