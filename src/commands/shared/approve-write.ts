import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Context } from '../../context/context.ts';

/**
 * The yes that a write needs: nothing for the sandbox, y for a test store, the store's name for a production store;
 * `--yes` (and `--confirm NAME`) where nobody can be asked.
 * @throws TtpdError NON_INTERACTIVE (exit 2), DECLINED (exit 3), CONFIRM_MISMATCH (exit 2)
 */
export async function approveWrite(context: Context, storeName: string, what: string): Promise<void> {
  const { profile, settings, prompts } = context;
  if (profile.kind === 'sandbox') return;
  if (settings.confirm !== undefined && settings.confirm !== storeName)
    throw new TtpdError(
      'CONFIRM_MISMATCH',
      `--confirm says "${settings.confirm}", and this store is "${storeName}".`,
      { exitCode: ExitCode.Usage },
    );
  if (settings.yes || settings.confirm !== undefined) return;
  const agreed =
    profile.kind === 'production'
      ? (await prompts.text(`${what} in ${storeName}? Type the store's name:`, '--yes')).trim() === storeName
      : await prompts.confirm(`${what} in ${storeName}?`, '--yes');
  if (!agreed) throw new TtpdError('DECLINED', 'Nothing was written.', { exitCode: ExitCode.Declined });
}
