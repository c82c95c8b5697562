import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../common/clock.ts';
import type { OrderParcelTable } from '../db/order-tables.ts';
import type { LedgerTables } from '../db/schema.ts';
import { stored } from '../journal/stored.ts';

/** A parcel of the supplier's as a shipment of the store's. */
export interface Parcel {
  store: string;
  po: string;
  trackingNumber: string;
  owner: string;
  /** `sending`: its POST may have been taken. */
  state: 'sending' | 'written';
  items: ParcelItem[];
  storeShipmentId: number | null;
}

export interface ParcelItem {
  orderProductId: number;
  quantity: number;
}

export interface OrderParcels {
  list(store: string, po: string): Promise<Parcel[]>;
  /** Committed before the POST. `false`: another process has this parcel. */
  claim(parcel: Omit<Parcel, 'state' | 'storeShipmentId'>): Promise<boolean>;
  /** Its POST was certainly not taken. */
  release(parcel: Pick<Parcel, 'store' | 'po' | 'trackingNumber'>): Promise<void>;
  written(parcel: Pick<Parcel, 'store' | 'po' | 'trackingNumber'>, storeShipmentId: number): Promise<void>;
  /** A person has corrected the shipment's number in the store. */
  renumber(parcel: Pick<Parcel, 'store' | 'po' | 'trackingNumber'>, trackingNumber: string): Promise<void>;
}

export function createOrderParcels(db: Kysely<LedgerTables>, clock: Clock): OrderParcels {
  const now = () => clock.date().toISOString();
  return {
    async list(store, po) {
      const rows = await db
        .selectFrom('order_parcel')
        .selectAll()
        .where('store', '=', store)
        .where('po', '=', po)
        .execute();
      return rows.map(toParcel);
    },
    async claim({ store, po, trackingNumber, owner, items }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('order_parcel')
        .orIgnore()
        .values({
          store,
          po,
          key: trackingNumber,
          owner,
          state: 'sending',
          items: JSON.stringify(items),
          store_shipment_id: null,
          updated_at: now(),
        })
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },
    async release({ store, po, trackingNumber }) {
      await db
        .deleteFrom('order_parcel')
        .where('store', '=', store)
        .where('po', '=', po)
        .where('key', '=', trackingNumber)
        .where('state', '=', 'sending')
        .execute();
    },
    async written({ store, po, trackingNumber }, storeShipmentId) {
      await db
        .updateTable('order_parcel')
        .set({ state: 'written', store_shipment_id: storeShipmentId, updated_at: now() })
        .where('store', '=', store)
        .where('po', '=', po)
        .where('key', '=', trackingNumber)
        .execute();
    },
    async renumber({ store, po, trackingNumber }, number) {
      await db
        .updateTable('order_parcel')
        .set({ key: number, updated_at: now() })
        .where('store', '=', store)
        .where('po', '=', po)
        .where('key', '=', trackingNumber)
        .execute();
    },
  };
}

function toParcel(row: Selectable<OrderParcelTable>): Parcel {
  return {
    store: row.store,
    po: row.po,
    trackingNumber: row.key,
    owner: row.owner,
    state: row.state,
    items: stored(`the parcel ${row.key} of ${row.po}`).items(row.items),
    storeShipmentId: row.store_shipment_id,
  };
}
