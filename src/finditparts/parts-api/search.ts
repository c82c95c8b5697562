import type { Send } from '../../http/send/send.ts';
import type { Part, PartPage, PartQuery } from '../supplier.ts';
import { call } from './call.ts';
import { pagesOf } from './pages.ts';
import { pageOf } from './schema/page.ts';
import { part } from './schema/part.ts';
import { isRecord, text } from './schema/values.ts';

const ENDPOINT = 'GET /parts/search';
const partsPage = pageOf('parts');

/**
 * `GET /parts/search` (docs/finditparts-parts-api.yaml). A row that cannot be read as a part is reported on its page
 * and the page goes on; a broken page is a `ServiceError` CONTRACT.
 */
export async function* search(
  send: Send,
  query: PartQuery,
  pageSize: number,
  signal?: AbortSignal,
): AsyncGenerator<PartPage> {
  const ask = (page: number) =>
    call(
      send,
      {
        method: 'GET',
        path: '/parts/search',
        endpoint: ENDPOINT,
        limitGroup: 'search',
        query: { ...wireQuery(query), page, per_page: pageSize },
        signal,
      },
      partsPage,
    );
  for await (const { rows, number, total } of pagesOf(ask, pageSize, ENDPOINT)) {
    yield { ...readRows(rows), number: number ?? 1, total };
  }
}

function wireQuery(query: PartQuery) {
  return {
    q: query.text,
    category: query.category,
    brand: query.brand,
    mpn: query.partNumber,
    vehicle_id: query.vehicleId,
    in_stock: query.inStock,
    updated_since: query.updatedSince,
  };
}

function readRows(rows: readonly unknown[]): Pick<PartPage, 'parts' | 'unreadable'> {
  const parts: Part[] = [];
  const unreadable: PartPage['unreadable'] = [];
  for (const row of rows) {
    const read = part.safeParse(row);
    if (read.success) parts.push(read.data);
    else
      unreadable.push({ id: isRecord(row) ? text.parse(row.id) : null, reason: reasonOf(read.error.issues) });
  }
  return { parts, unreadable };
}

/** `price.account is not a number: "call us"`. */
function reasonOf(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  return issues.map((issue) => `${issue.path.join('.')} ${issue.message}`.trim()).join('; ');
}
