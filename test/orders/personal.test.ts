import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ServiceError } from '../../src/http/errors/service-error.ts';
import { submitOrders } from '../../src/orders/submit.ts';
import { trackOrders } from '../../src/orders/track.ts';
import { connect } from './engine.ts';
import { type Rig, rig } from './rig.ts';

const CUSTOMER = {
  first_name: 'Zqfirst',
  last_name: 'Zqlast',
  street_1: '77 Zqstreet Avenue',
  phone: '555-010-9988',
  email: 'zqmail@zqhost.example',
};
/** Any part of the customer, in any spelling. */
const TRACE = /q(first|last|street|mail|host)|0109988|010.?9988/i;

const PAD = 'x'.repeat(190);
const WORDS = [
  'The recipient ZQLAST is on a list',
  'Zqstreet Avenue 77 cannot be reached',
  'Phone +15550109988 is no phone',
  `${PAD} 77 Zqstreet Avenue`,
  'May not ship to Zqlast, Zqfirst (zqmail at zqhost)',
  'z\u00adqlast Z\u200bqlast Zq last',
];
const SHAPES: [string, (words: string) => string][] = [
  ['a message', (message) => JSON.stringify({ message })],
  [
    'a V2 list',
    (message) => JSON.stringify([{ status: 422, message, details: { invalid_reason: message } }]),
  ],
  ['a V3 problem', (title) => JSON.stringify({ title, errors: { [title]: title, phone: title } })],
  ['a code', () => JSON.stringify({ errno: 2, error: { code: 'ZQFIRST_ZQLAST', message: 'Zqlast' } })],
  ['a page', (words) => `<html><body>${words}</body></html>`],
];

/** The sandbox behind a door that answers some requests itself. */
async function refusing(at: Rig, match: RegExp, status: number, text: string) {
  const { url } = at;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      if (match.test(`${request.method} ${request.url}`)) {
        response.writeHead(status, {
          'content-type': text.startsWith('<') ? 'text/html' : 'application/json',
        });
        response.end(text);
        return;
      }
      const headers = Object.entries(request.headers).filter(
        ([name]) => !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name),
      );
      const body = Buffer.concat(chunks);
      const answer = await fetch(url + request.url, {
        method: request.method ?? 'GET',
        headers: headers.map(([name, value]) => [name, String(value)] as [string, string]),
        ...(body.length > 0 && { body }),
      });
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'application/json',
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients = connect({ ...at.connection, url: `http://127.0.0.1:${port}` });
  onTestFinished(async () => {
    await clients.close();
    server.close();
  });
  return at.engine({ supplier: clients.supplier, store: clients.store });
}

/** All that a run says and keeps. */
async function traces(at: Rig, run: () => Promise<unknown>) {
  let said: unknown;
  try {
    said = await run();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    said = { ...error, message: error.message, stack: error.stack };
  }
  const { ledger } = await at.engine();
  const kept = readFileSync(ledger.file, 'latin1') + readFileSync(`${ledger.file}-wal`, 'latin1');
  return { said: JSON.stringify(said), kept };
}

const DOORS: [string, RegExp, number[]][] = [
  ['the supplier, of an order', /^POST \/finditparts\/.*\/orders/, [401, 403, 409, 422, 500, 200]],
  ['the supplier, asked for it', /^GET \/finditparts\/.*\/orders\?/, [403, 422, 200]],
  ['the store, asked for it', /^GET \/stores\/.*\/v2\/orders\/\d+\?/, [403, 422, 200]],
  ['the store, of its status', /^PUT \/stores\/.*\/orders/, [400, 401, 403, 422]],
  ['the store, of a claim', /^POST \/stores\/.*\/metafields/, [403, 422]],
];

describe.each(DOORS)('what is said by %s', (_, door, statuses) => {
  it.each(statuses)('(%i) shows and keeps nothing of the customer', { timeout: 60_000 }, async (status) => {
    const at = await rig();
    await at.stock();
    await at.orders('single', { addresses: [CUSTOMER] });
    for (const [, shape] of SHAPES)
      for (const words of [WORDS.join(' | '), WORDS[3]!]) {
        const engine = await refusing(at, door, status, shape(words));
        const { said, kept } = await traces(at, () => submitOrders(engine, { dryRun: false }));

        expect(said).not.toMatch(TRACE);
        expect(kept).not.toMatch(TRACE);
      }
  });
});

it('shows and keeps nothing of the customer when a shipment is refused', { timeout: 60_000 }, async () => {
  const at = await rig();
  await at.stock();
  await at.orders('single', { addresses: [CUSTOMER] });
  await submitOrders(await at.engine(), { dryRun: false });
  const [bought] = await at.bought();
  await at.step(bought!.id, { action: 'ship' });
  for (const [, shape] of SHAPES) {
    const engine = await refusing(at, /^POST .*\/shipments/, 422, shape(WORDS[1]!));
    const { said, kept } = await traces(at, () => trackOrders(engine));

    expect(said).toContain('SHIPMENT_REFUSED');
    expect(said + kept).not.toMatch(TRACE);
  }
});

it('still says which field was refused, and with what code', async () => {
  const at = await rig();
  await at.stock();
  await at.orders('single', { addresses: [CUSTOMER] });
  const text = JSON.stringify({
    errno: 2,
    error: { code: 'BAD_ADDRESS', message: 'ship_to.phone: 555-010-9988' },
  });
  const engine = await refusing(at, /^POST \/finditparts\/.*\/orders/, 422, text);

  const { orders } = await submitOrders(engine, { dryRun: false });

  expect(orders[0]?.reasons[0]?.message).toMatch(/\(422\): code 2; it names ship_to, phone;/);
});
