import type { Big } from 'big.js';

/** The supplier as the engine sees it, whichever of the two contracts is behind it. `null` always means unknown. */
export interface Supplier {
  readonly capabilities: SupplierCapabilities;
  /** Pages of parts in the supplier's order. The first page is asked for when iteration starts. */
  search(query: PartQuery, signal?: AbortSignal): AsyncIterable<PartPage>;
  /** One part with details, or `undefined` when the supplier does not know it (404). */
  part(id: string, signal?: AbortSignal): Promise<Part | undefined>;
  /** Live price and stock of each part, in the order asked; `undefined` for unknown parts. */
  offers(ids: readonly string[], signal?: AbortSignal): Promise<(Offer | undefined)[]>;
  vehicles(query: VehicleQuery, signal?: AbortSignal): AsyncIterable<Vehicle>;
  placeOrder(order: OrderRequest, signal?: AbortSignal): Promise<SupplierOrder>;
  order(id: string, signal?: AbortSignal): Promise<SupplierOrder | undefined>;
  /** Rejects with code `NOT_SUPPORTED` when `capabilities.orderLookup` is `none`. */
  findOrderByPurchaseOrder(po: string, signal?: AbortSignal): Promise<SupplierOrder[]>;
}

export interface SupplierCapabilities {
  pageSize: number;
  orderLookup: 'by-po-number' | 'none';
  idempotentOrders: boolean;
}

export interface PartQuery {
  text?: string;
  category?: string;
  brand?: string;
  partNumber?: string;
  vehicleId?: string;
  inStock?: boolean;
  updatedSince?: string;
}

export interface PartPage {
  parts: Part[];
  /** Rows on this page that could not be read as a part, with the field that is wrong. */
  unreadable: { id: string | null; reason: string }[];
  /** Page number from 1. */
  number: number;
  /** Parts in the whole answer, as the supplier says; `null` when it does not say. */
  total: number | null;
}

/** Identity is brand + part number, both verbatim. */
export interface Part {
  id: string;
  partNumber: string;
  brand: string;
  name: string | null;
  description: string | null;
  /** Slug: `brakes`. */
  category: string | null;
  /** From the top: `['Brakes', 'Brake Drums']`. */
  categoryPath: string[];
  condition: 'new' | 'reman' | 'used' | null;
  status: 'active' | 'superseded' | 'discontinued' | null;
  supersededBy: string | null;
  gtin: string | null;
  weight: Measure | null;
  dimensions: { length: Big | null; width: Big | null; height: Big | null; unit: string } | null;
  packQuantity: number | null;
  minimumQuantity: number | null;
  /** `false` = known not to be hazardous. */
  hazmat: Hazmat | false | null;
  prop65: { required: boolean; warning: string | null } | null;
  countryOfOrigin: string | null;
  vmrs: string | null;
  /** The maker's terms, plain or HTML. */
  warranty?: string | null;
  updatedAt: string | null;
  /** Present when the answer carried price and stock. */
  offer?: Offer;
  /** Present when the answer carried them (the part call does, search does not). */
  details?: PartDetails;
}

export interface Measure {
  value: Big;
  unit: string;
}

export interface Hazmat {
  unNumber: string | null;
  hazardClass: string | null;
  packingGroup: string | null;
  shippingName: string | null;
}

export interface PartDetails {
  images: { url: string; description: string | null }[];
  attributes: { name: string; value: string }[];
  fitment: Fitment[];
  interchange: { brand: string; partNumber: string; note: string | null }[];
  /** What a kit holds; absent or empty for what is no kit. */
  kit?: KitItem[];
}

export interface KitItem {
  brand: string | null;
  partNumber: string;
  name: string | null;
  /** Pieces in one kit; `null` is unknown. */
  quantity: number | null;
}

/** Many heavy-duty parts fit an axle, brake or suspension model rather than a vehicle; `universal` is said, never implied. */
export type Fitment =
  | {
      kind: 'vehicle';
      vehicleId: string | null;
      year: number | null;
      make: string;
      model: string;
      engine: string | null;
      note: string | null;
    }
  | { kind: 'component'; make: string; model: string; note: string | null }
  | { kind: 'universal'; note: string | null };

export interface Offer {
  price: Price | null;
  stock: Stock | null;
}

/** Money is in `currency`, for one piece. */
export interface Price {
  currency: string | null;
  list: Big | null;
  /** What the account pays: our cost. */
  account: Big | null;
  /** Lowest price that may be advertised. */
  map: Big | null;
  /** Deposit for the old unit, never part of the price. */
  core: Big | null;
  breaks: { minimumQuantity: number; price: Big }[];
  asOf: string | null;
}

export interface Stock {
  /** Pieces. `null` is unknown, not zero. */
  total: number | null;
  locations: StockLocation[];
  asOf: string | null;
}

export interface StockLocation {
  code: string;
  name: string | null;
  quantity: number | null;
  leadTimeDays: number | null;
  /** Local time of day after which an order leaves a day later: `15:00`. */
  cutoff: string | null;
}

export interface VehicleQuery {
  year?: number;
  make?: string;
  model?: string;
}

export interface Vehicle {
  id: string;
  year: number | null;
  make: string;
  model: string;
  submodel: string | null;
  engine: string | null;
}

export interface OrderRequest {
  poNumber: string;
  /** Sent as `Idempotency-Key` where the supplier takes one. */
  idempotencyKey?: string;
  shipTo: Address;
  lines: { partId: string; quantity: number; unitPrice: Big }[];
  shippingMethod: string | null;
}

export interface Address {
  name: string;
  company: string | null;
  street1: string;
  street2: string | null;
  city: string;
  state: string | null;
  postalCode: string;
  country: string;
  phone: string | null;
  email: string | null;
}

export interface SupplierOrder {
  id: string;
  poNumber: string | null;
  /** The supplier's own word; unknown words are kept. */
  status: string;
  lines: {
    partId: string;
    quantity: number;
    confirmed: number | null;
    backordered: number | null;
    unitPrice: Big | null;
  }[];
  shipments: {
    carrier: string | null;
    trackingNumber: string | null;
    shippedAt: string | null;
    /** Absent = the supplier does not say which lines are in the parcel. */
    lines?: { partId: string; quantity: number }[];
  }[];
  total: Big | null;
}
