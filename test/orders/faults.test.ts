import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';
import { openLedger } from '../../src/ledger/ledger.ts';
import { type Rig, type RigOptions, rig } from './rig.ts';

/** In full: `npm run test:orders`. */
const ORDERS = Number(process.env.TTPD_ORDERS ?? 12);
const IS_FULL = process.env.TTPD_ORDERS !== undefined;
const TIMEOUT_MS = IS_FULL ? 3_000_000 : 300_000;

/** What goes wrong at both services, before and after the effect. A time-out is 2 s here. */
const FAULTS = [
  'fp:lost-answer:8%:POST /orders',
  'fp:lost-request:6%:POST /orders',
  'fp:500:8%:POST /orders',
  'fp:reset-body:4%:POST /orders',
  'fp:truncate:4%:POST /orders',
  'fp:html:3%:POST /orders',
  'fp:504:3%:POST /orders',
  'fp:latency=2500:1%:POST /orders',
  'fp:500:3%:GET /',
  'bc:500:3%',
  'bc:lost-answer:3%:POST /v2',
  'bc:lost-answer:5%:POST /v3/orders',
  'bc:lost-request:5%:POST /v3/orders',
];
const SEED = Number(process.env.TTPD_SEED ?? 7);

/** The same numbers for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Work = 'submit' | 'track';
/** Where it works: machines share the store and the supplier, and nothing else. */
interface Place {
  machine: string;
  /** Where its ledger is. */
  state: string;
}

function start(at: Rig, place: Place, alone: boolean, work: Work) {
  const config = { ...at.connection, timeoutMs: 200_000, ...place, alone, work };
  return execa('node', ['test/orders/child.ts', JSON.stringify(config)], {
    preferLocal: true,
    reject: false,
  });
}

/** Ends a process hard a moment after so many more orders were sent: in the middle of it also on a slow machine. */
async function killAfter(at: Rig, child: ReturnType<typeof start>, posts: number, ms: number) {
  let hasEnded = false;
  const end = child.then(({ signal }) => {
    hasEnded = true;
    return signal === 'SIGKILL';
  });
  const until = (await postsSeen(at)) + posts;
  while (!hasEnded && (await postsSeen(at)) < until) await sleep(2);
  await sleep(ms);
  child.kill('SIGKILL');
  return end;
}

async function postsSeen(at: Rig): Promise<number> {
  const { services } = await at.admin<{
    services: Record<string, { byEndpoint: Record<string, number> }>;
  }>('stats');
  return services.finditparts?.byEndpoint['POST /orders'] ?? 0;
}

/**
 * Two processes at once, each killed somewhere in its work: on one machine, or on one each. Then one alone, which settles
 * what the dead left on its machine.
 */
async function storm(
  at: Rig,
  places: readonly Place[],
  rounds: number,
  random: () => number,
): Promise<number> {
  let killed = 0;
  const [first, second] = [places[0]!, places.at(-1)!];
  const isAlone = first !== second;
  const most = ORDERS / (rounds + 1);
  const posts = () => Math.ceil(random() * most);
  for (let round = 0; round < rounds; round++) {
    const both = [first, second].map((place) => start(at, place, isAlone, 'submit'));
    const ends = await Promise.all(both.map((child) => killAfter(at, child, posts(), random() * 60)));
    const place = places[round % places.length]!;
    ends.push(await killAfter(at, start(at, place, true, 'submit'), posts(), random() * 60));
    killed += ends.filter(Boolean).length;
  }
  return killed;
}

async function calm(at: Rig, places: readonly Place[]): Promise<void> {
  await at.faults();
  for (const place of [...places, ...places, ...places].slice(0, Math.max(2, places.length * 2))) {
    const { exitCode, stderr } = await start(at, place, true, 'submit');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  }
}

async function disturbed(machines: string[], options: RigOptions = {}) {
  const at = await rig(options);
  const places = machines.map((machine) => ({ machine, state: `${at.state}-${machine}` }));
  await at.stock(10);
  await at.admin('settings', { ordersTakeStock: false });
  const kinds = ['single', 'multi-line', 'single', 'foreign-lines', 'single', 'two-addresses'];
  await at.admin('orders', { kind: kinds, count: ORDERS });
  await at.admin('faults', { faults: FAULTS, seed: SEED });
  const killed = await storm(at, places, IS_FULL ? 20 : 2, dice(SEED));
  const { faults } = await at.admin<{ faults: { fault: string; fired: number }[] }>('faults');
  await calm(at, places);
  const found = await checked(at, places);
  if (IS_FULL) console.log({ machines, ...options.capabilities, killed, faults, ...found });
  expect(killed).toBeGreaterThan(0);
  expect(faults.some(({ fault, fired }) => fault.includes('POST /orders') && fired > 0)).toBe(true);
  return found;
}

/** What the supplier really has, line by line, beside what the ledgers say. */
async function checked(at: Rig, places: readonly Place[]) {
  const records = [];
  const inReview = new Set<string | null>();
  for (const { state } of places) {
    const ledger = await openLedger(state, systemClock);
    records.push(...(await ledger.orders.list('store')).filter((each) => each.state !== 'abandoned'));
    for (const { po } of await ledger.reviews.list('store', { open: true })) inReview.add(po);
    await ledger.close();
  }
  const byPo = Map.groupBy(records, ({ po }) => po);
  const acceptedSomewhere = (po: string) => (byPo.get(po) ?? []).some(({ state }) => state === 'accepted');
  const numbers = [...byPo.keys()];
  const accepted = numbers.filter(acceptedSomewhere);
  const times = new Map<string, number>();
  for (const { po_number } of await at.bought()) times.set(po_number, (times.get(po_number) ?? 0) + 1);
  const orderedTimes = new Map<number, number>();
  for (const [po, [first]] of byPo)
    for (const { orderProductId } of first?.lines ?? [])
      orderedTimes.set(orderProductId, (orderedTimes.get(orderProductId) ?? 0) + (times.get(po) ?? 0));
  const acceptedLines = new Set(
    accepted.flatMap((po) => byPo.get(po)![0]!.lines.map(({ orderProductId }) => orderProductId)),
  );
  return {
    purchaseOrders: numbers.length,
    accepted: accepted.length,
    review: numbers.filter((po) => !acceptedSomewhere(po) && inReview.has(po)).length,
    acceptedLines: acceptedLines.size,
    /** Of the accepted lines, how many supplier orders each has. */
    supplierOrdersPerLine: [...new Set([...acceptedLines].map((id) => orderedTimes.get(id)))],
    /** Lines of any state that the supplier has more than once, under whatever number. */
    duplicateLines: [...orderedTimes].filter(([, n]) => n > 1),
    duplicates: [...times].filter(([, n]) => n > 1),
    lost: accepted.filter((po) => times.get(po) !== 1),
    unsaid: [...times.keys()].filter((po) => !inReview.has(po) && !acceptedSomewhere(po)),
    open: numbers.filter((po) => !acceptedSomewhere(po) && !inReview.has(po)),
    unacknowledged: accepted.filter((po) =>
      byPo.get(po)!.every(({ acknowledgedAt }) => acknowledgedAt === null),
    ),
  };
}

/** Two addresses make two purchase orders of one order. */
const PURCHASE_ORDERS = ORDERS + Math.floor(ORDERS / 6);
const RIGHT = {
  purchaseOrders: PURCHASE_ORDERS,
  supplierOrdersPerLine: [1],
  duplicateLines: [],
  duplicates: [],
  lost: [],
  unsaid: [],
  open: [],
};
const BLIND: RigOptions = { capabilities: { orderLookup: 'none', idempotentOrders: false } };

describe(`${ORDERS} orders among SIGKILLs, lost answers, 500s, time-outs and two processes at once (seed ${SEED})`, () => {
  it.each([
    ['two processes of one machine', ['here'], {}],
    ['two machines, each with its own ledger', ['laptop', 'ci'], {}],
    ['two machines, and the supplier can neither be asked nor takes keys', ['laptop', 'ci'], BLIND],
  ] as const)(
    'are each at the supplier once, or in review: %s',
    { timeout: TIMEOUT_MS },
    async (_, machines, options) => {
      const found = await disturbed([...machines], options);

      expect(found).toMatchObject(RIGHT);
      expect(found.accepted + found.review).toBe(PURCHASE_ORDERS);
      if (options === BLIND) expect(found.review).toBeGreaterThan(0);
      else expect(found.unacknowledged).toEqual([]);
    },
  );
});
