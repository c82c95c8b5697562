/** A process that opens the ledger in the folder named by LEDGER_FOLDER, writes a plan, and ends. */
import { systemClock } from '../../../src/common/clock.ts';
import { openLedger } from '../../../src/ledger/ledger.ts';

const ledger = await openLedger(process.env.LEDGER_FOLDER ?? '', systemClock);
await ledger.plans.start({ id: 'NEW', store: 's', profile: 'p', selection: {} });
await ledger.close();
