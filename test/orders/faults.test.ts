import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { type Rig, type RigOptions, rig } from './rig.ts';

/** In full: `npm run test:orders`. */
const ORDERS = Number(process.env.TTPD_ORDERS ?? 18);
const IS_FULL = process.env.TTPD_ORDERS !== undefined;
const TIMEOUT_MS = IS_FULL ? 3_000_000 : 120_000;

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

type Work = { alone: boolean; work: 'submit' | 'track' };

function start(at: Rig, what: Work) {
  const config = { ...at.connection, state: at.state, timeoutMs: 200_000, ...what };
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

/** Two processes at once, each killed somewhere in its work; then one alone, which settles what the dead left. */
async function storm(at: Rig, rounds: number, random: () => number, work: Work['work']): Promise<number> {
  let killed = 0;
  const most = ORDERS / (rounds + 1);
  const posts = () => Math.ceil(random() * most);
  for (let round = 0; round < rounds; round++) {
    const both = [start(at, { alone: false, work }), start(at, { alone: false, work })];
    const ends = await Promise.all(both.map((child) => killAfter(at, child, posts(), random() * 60)));
    ends.push(await killAfter(at, start(at, { alone: true, work }), posts(), random() * 60));
    killed += ends.filter(Boolean).length;
  }
  return killed;
}

async function calm(at: Rig, work: Work['work']): Promise<void> {
  await at.faults();
  for (let run = 0; run < 2; run++) {
    const { exitCode, stderr } = await start(at, { alone: true, work });
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  }
}

async function disturbed(options: RigOptions) {
  const at = await rig(options);
  await at.stock(10);
  await at.admin('settings', { ordersTakeStock: false });
  const kinds = ['single', 'multi-line', 'single', 'foreign-lines', 'single', 'two-addresses'];
  await at.admin('orders', { kind: kinds, count: ORDERS });
  await at.admin('faults', { faults: FAULTS, seed: SEED });
  const killed = await storm(at, IS_FULL ? 20 : 2, dice(SEED), 'submit');
  const { faults } = await at.admin<{ faults: { fault: string; fired: number }[] }>('faults');
  await calm(at, 'submit');
  return { at, killed, faults };
}

/** What the supplier really has, line by line, beside what the ledger says. */
async function checked(at: Rig) {
  const { ledger } = await at.engine();
  const records = (await ledger.orders.list('store')).filter(({ state }) => state !== 'abandoned');
  const reviews = await ledger.reviews.list('store', { open: true });
  const bought = await at.bought();
  const times = new Map<string, number>();
  for (const { po_number } of bought) times.set(po_number, (times.get(po_number) ?? 0) + 1);
  const accepted = records.filter(({ state }) => state === 'accepted');
  const inReview = new Set(reviews.map(({ po }) => po));
  return {
    accepted: accepted.length,
    review: reviews.length,
    duplicates: [...times].filter(([, n]) => n > 1),
    lost: accepted.filter(({ po }) => times.get(po) !== 1).map(({ po }) => po),
    unsaid: [...times.keys()].filter(
      (po) => !inReview.has(po) && !accepted.some((record) => record.po === po),
    ),
    open: records.filter(({ state, po }) => state !== 'accepted' && !inReview.has(po)).map(({ po }) => po),
    unacknowledged: accepted.filter(({ acknowledgedAt }) => acknowledgedAt === null).map(({ po }) => po),
    purchaseOrders: records.length,
  };
}

describe(`${ORDERS} orders among SIGKILLs, lost answers, 500s, time-outs and two processes at once (seed ${SEED})`, () => {
  it('are each at the supplier once, or in review', { timeout: TIMEOUT_MS }, async () => {
    const { at, killed, faults } = await disturbed({});

    const found = await checked(at);
    if (IS_FULL) console.log({ killed, faults, ...found });

    expect(killed).toBeGreaterThan(0);
    expect(faults.some(({ fault, fired }) => fault.includes('POST /orders') && fired > 0)).toBe(true);
    expect(found).toMatchObject({ duplicates: [], lost: [], unsaid: [], open: [], unacknowledged: [] });
    // Two addresses make two purchase orders of one order.
    const addresses = ORDERS + Math.floor(ORDERS / 6);
    expect(found.purchaseOrders).toBe(addresses);
    expect(found.accepted + found.review).toBe(addresses);
  });

  it('are never there twice when the supplier cannot be asked and takes no keys', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const { at, killed } = await disturbed({
      capabilities: { orderLookup: 'none', idempotentOrders: false },
    });

    const found = await checked(at);
    if (IS_FULL) console.log({ killed, ...found });

    expect(killed).toBeGreaterThan(0);
    expect(found).toMatchObject({ duplicates: [], lost: [], unsaid: [], open: [] });
    expect(found.review).toBeGreaterThan(0);
  });
});
