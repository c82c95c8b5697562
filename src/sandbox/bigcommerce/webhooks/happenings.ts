import { isObject, type JsonObject } from '../../json.ts';
import type { Happening } from './hooks.ts';

/** A request that was done: its path below the store or the tester's door, and what came of it. */
interface Done {
  /** What the path's bracket caught. */
  id: number;
  body: JsonObject;
  answer: JsonObject;
}

type Told = readonly [method: string, path: RegExp, tell: (done: Done) => Happening[]];

const product = (scope: string, id: number): Happening => ({ scope, data: { type: 'product', id } });
const order = (scope: string, id: number): Happening => ({ scope, data: { type: 'order', id } });

/** Which events are told of which requests (webhooks spec). Writes of the API's own clients are told like others. */
const TOLD: readonly Told[] = [
  [
    'POST',
    /^\/v3\/catalog\/products$/,
    ({ answer }) => ids(answer).map((id) => product('store/product/created', id)),
  ],
  [
    'PUT',
    /^\/v3\/catalog\/products$/,
    ({ answer }) => ids(answer).map((id) => product('store/product/updated', id)),
  ],
  ['PUT', /^\/v3\/catalog\/products\/(\d+)$/, ({ id }) => [product('store/product/updated', id)]],
  ['DELETE', /^\/v3\/catalog\/products\/(\d+)$/, ({ id }) => [product('store/product/deleted', id)]],
  [
    'PATCH',
    /^\/_sandbox\/products\//,
    ({ answer }) => ids(answer).map((id) => product('store/product/updated', id)),
  ],
  ['PUT', /^\/v3\/inventory\/adjustments\/absolute$/, ({ body }) => stock(body, 'absolute')],
  ['POST', /^\/v3\/inventory\/adjustments\/relative$/, ({ body }) => stock(body, 'relative')],
  ['POST', /^\/_sandbox\/orders$/, ({ answer }) => ids(answer).map((id) => order('store/order/created', id))],
  ['PATCH', /^\/_sandbox\/orders\/(\d+)$/, changed],
  ['PUT', /^\/v2\/orders\/(\d+)$/, changed],
  ['POST', /^\/v2\/orders$/, ({ answer }) => ids(answer).map((id) => order('store/order/created', id))],
  [
    'POST',
    /^\/v2\/orders\/(\d+)\/shipments$/,
    ({ id, answer }) => [
      ...ids(answer).map((shipment) => ({
        scope: 'store/shipment/created',
        data: { type: 'shipment', id: shipment, orderId: id },
      })),
      order('store/order/updated', id),
    ],
  ],
];

/** The events of one request that succeeded. */
export function happeningsOf(method: string, path: string, body: unknown, answer: unknown): Happening[] {
  for (const [each, pattern, tell] of TOLD) {
    const match = each === method ? pattern.exec(path) : null;
    if (match) return tell({ id: Number(match[1]), body: asObject(body), answer: asObject(answer) });
  }
  return [];
}

function changed({ id, body }: Done): Happening[] {
  const events = [order('store/order/updated', id)];
  return body.status_id === undefined ? events : [...events, order('store/order/statusUpdated', id)];
}

/** Of products that are named by their id; a variant's are events of SKUs, which are not told here. */
function stock({ items }: JsonObject, method: string): Happening[] {
  const list = Array.isArray(items) ? items.filter(isObject) : [];
  return list
    .filter(({ product_id }) => product_id !== undefined)
    .map(({ product_id, quantity }) => ({
      scope: 'store/product/inventory/updated',
      data: { type: 'product', id: Number(product_id), inventory: { product_id, method, value: quantity } },
    }));
}

/** The ids in an answer, whatever door it came from. */
function ids(answer: JsonObject): number[] {
  const rows = [answer.data ?? answer.orders ?? answer.product ?? answer].flat();
  return rows.filter(isObject).map(({ id }) => Number(id));
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
