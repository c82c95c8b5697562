/** Brings one category of the store in step, within bounds of its own, and says what is left: what differs, orders. */
import { openTtpd, TtpdError } from 'ttpd';

const [category = 'brakes', profile = 'sandbox'] = process.argv.slice(2);
/** More than a day's worth: a person should look. */
const MOST_ROWS = 2_000;

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

await using ttpd = await openTtpd({
  profile,
  signal: stop.signal,
  onEvent(event) {
    if (event.type === 'paused') process.stderr.write(`${event.reason}\n`);
  },
});

try {
  const synced = await ttpd.sync({ category, approve: ({ rows }) => rows <= MOST_ROWS });
  const comparison = await ttpd.reconcile({ category, toleranceStock: '2' });
  // Nobody says yes here, so nothing is sent.
  const orders = await ttpd.orders.submit();
  const { parts } = (await ttpd.search({ category, inStock: true, limit: 3 })).result;
  const report = {
    run: synced.run,
    written: synced.result.applied.done,
    problems: synced.problems.map(({ code, sku, message }) => ({ code, sku, message })),
    accuracy: comparison.result.accuracy,
    ordersReady: orders.result.orders.filter(({ state }) => state === 'ready').length,
    some: parts.map(({ sku, list, currency }) => ({ sku, list, currency })),
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = synced.exitCode;
} catch (error) {
  if (!(error instanceof TtpdError)) throw error;
  process.stderr.write(`${error.message} [${error.code}]\n`);
  process.exitCode = error.exitCode;
}
