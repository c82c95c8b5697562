import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import type { NewSupplierOrder } from '../../../src/ledger/orders/supplier-orders.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

async function aLedger(folder = tempFolder()): Promise<Ledger> {
  const ledger = await openLedger(folder, systemClock);
  onTestFinished(() => ledger.close());
  return ledger;
}

function anOrder(changes: Partial<NewSupplierOrder> = {}, lineIds = [1, 2]): NewSupplierOrder {
  return {
    store: 's',
    po: 's-100-1',
    orderId: 100,
    seq: 1,
    owner: 'run-1',
    hash: 'h',
    margin: '4.00',
    lines: lineIds.map((orderProductId) => ({
      orderProductId,
      orderAddressId: 7,
      sku: `SKU-${orderProductId}`,
      partId: `FP-${orderProductId}`,
      unitPrice: '10.00',
      core: null,
      ordered: 2,
    })),
    ...changes,
  };
}

const KEY = { store: 's', po: 's-100-1' };

describe('claiming the lines of an order', () => {
  it('gives a line to one of two processes on one file, whatever the number they choose', async () => {
    const folder = tempFolder();
    const [one, two] = [await aLedger(folder), await aLedger(folder)];

    const claims = [
      await one.orders.claim([anOrder()]),
      await two.orders.claim([anOrder({ po: 's-100-2', seq: 2, owner: 'run-2' }, [2, 3])]),
    ];

    expect(claims).toEqual([true, false]);
    expect(await one.orders.list('s')).toHaveLength(1);
    expect((await two.orders.claimedLines('s', 100)).size).toBe(2);
  });

  it('gives a number to one of two processes', async () => {
    const ledger = await aLedger();
    await ledger.orders.claim([anOrder({}, [1])]);

    expect(await ledger.orders.claim([anOrder({}, [2])])).toBe(false);
    expect(await ledger.orders.claimedLines('s', 100)).toEqual(new Set([1]));
  });

  it('frees the lines when nothing was sent or it was refused, and never when something was', async () => {
    const ledger = await aLedger();
    await ledger.orders.claim([anOrder()]);
    await ledger.orders.move(KEY, { states: ['planned'], owner: 'run-1' }, { state: 'sending', attempt: 1 });
    await ledger.orders.release(KEY, 'run-1');

    expect(await ledger.orders.get('s', 's-100-1')).toMatchObject({ state: 'sending', attempt: 1 });

    await ledger.orders.abandon(KEY);
    expect(await ledger.orders.claim([anOrder({ po: 's-100-2', seq: 2 })])).toBe(false);
    await ledger.orders.move(KEY, { states: ['sending'] }, { state: 'refused' });
    await ledger.orders.abandon(KEY);
    expect(await ledger.orders.claim([anOrder({ po: 's-100-2', seq: 2 })])).toBe(true);
    await ledger.orders.release({ store: 's', po: 's-100-2' }, 'run-1');
    expect(await ledger.orders.claimedLines('s', 100)).toEqual(new Set());
    expect(await ledger.orders.nextSeq('s', 100)).toBe(2);
  });

  it('lets nobody but the owner move an order on, and only from where it is', async () => {
    const ledger = await aLedger();
    await ledger.orders.claim([anOrder()]);
    const move = (owner: string) =>
      ledger.orders.move(KEY, { states: ['planned'], owner }, { state: 'sending' });

    expect(await move('run-2')).toBe(false);
    expect(await move('run-1')).toBe(true);
    expect(await move('run-1')).toBe(false);
  });
});

describe('a parcel', () => {
  it('belongs to one process until its POST is known not to have been taken', async () => {
    const ledger = await aLedger();
    await ledger.orders.claim([anOrder()]);
    const parcel = {
      ...KEY,
      trackingNumber: '1Z',
      owner: 'run-1',
      items: [{ orderProductId: 1, quantity: 2 }],
    };

    expect(await ledger.parcels.claim(parcel)).toBe(true);
    expect(await ledger.parcels.claim({ ...parcel, owner: 'run-2' })).toBe(false);
    await ledger.parcels.release(parcel);
    expect(await ledger.parcels.claim(parcel)).toBe(true);
    await ledger.parcels.written(parcel, 55);
    await ledger.parcels.release(parcel);
    expect(await ledger.parcels.list('s', 's-100-1')).toMatchObject([
      { state: 'written', storeShipmentId: 55 },
    ]);
  });
});

describe('a review', () => {
  const review = {
    store: 's',
    orderId: 100,
    po: null,
    stage: 'check' as const,
    reasons: [{ code: 'MARGIN', message: 'too low', value: '-3' }],
  };

  it('is open once, with its newest reasons and its first date', async () => {
    const ledger = await aLedger();
    await ledger.reviews.open(review);
    const [first] = await ledger.reviews.list('s', { open: true });
    await ledger.reviews.open({ ...review, reasons: [{ code: 'STOCK', message: 'none' }] });

    const open = await ledger.reviews.list('s', { open: true });

    expect(open).toEqual([{ ...first, reasons: [{ code: 'STOCK', message: 'none' }] }]);
  });

  it('keeps who released it and when, and can be opened again', async () => {
    const ledger = await aLedger();
    await ledger.reviews.open(review);
    const [first] = await ledger.reviews.list('s', { open: true });
    await ledger.reviews.resolve(first!.id, { resolution: 'approved', by: 'ann', note: 'a good customer' });
    await ledger.reviews.open(review);

    expect(await ledger.reviews.list('s', { open: true })).toHaveLength(1);
    expect((await ledger.reviews.list('s'))[0]).toMatchObject({
      resolution: 'approved',
      resolvedBy: 'ann',
      note: 'a good customer',
      resolvedAt: expect.any(String),
    });
  });
});
