/** A process that opens the ledger in each folder it is sent, says how that went, and closes it again. */
import { systemClock } from '../../../src/common/clock.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';

process.on('message', (folder: string) => {
  void openLedger(folder, systemClock)
    .then(async (ledger) => {
      await ledger.plans.list();
      await ledger.close();
      return 'opened';
    })
    .catch((error: unknown) => String(error))
    .then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
