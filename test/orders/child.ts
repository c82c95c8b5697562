/**
 * A process of its own that submits (or tracks) orders until it is killed: `node child.ts CONFIG`. Prints one JSON line a
 * run. Without the store's lock, so that only the ledger stands between two of them.
 */
import { ServiceError } from '../../src/http/errors/service-error.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { trackOrders } from '../../src/orders/track.ts';
import { type Connection, connect, engineOf } from './engine.ts';

const config = JSON.parse(process.argv[2] ?? '{}') as Connection & {
  state: string;
  machine: string;
  /** No other process lives: what others left may be taken over. */
  alone: boolean;
  work: 'submit' | 'track';
};
const { supplier, store, close } = connect(config);
const engine = await engineOf(config.state, {
  supplier,
  store,
  owner: `process-${process.pid}-${Date.now()}`,
  machine: config.machine,
  isGone: () => config.alone,
  settings: { settleSeconds: 0 },
});
try {
  if (config.work === 'submit') {
    const { submitted, review, failed } = await submitOrders(engine, { dryRun: false });
    console.log(JSON.stringify({ submitted, review, failed }));
  } else console.log(JSON.stringify(await trackOrders(engine)));
} catch (error) {
  // A service that is ill for longer ends a run; the next one goes on.
  if (!(error instanceof ServiceError)) throw error;
  console.log(JSON.stringify({ error: error.code }));
} finally {
  await engine.ledger.close();
  await close();
}
