import { searchSku } from '../catalog/supply/select.ts';
import type { Offer, Part } from '../finditparts/supplier.ts';
import { ServiceError } from '../http/errors/service-error.ts';
import type { Snapshot } from '../ledger/journal/snapshots.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import { release } from './findings.ts';
import type { OrderEngine } from './order-engine.ts';
import { countOf, type OrderLine } from './pieces.ts';

/** What the lines of an order are: each is in exactly one of these lists. */
export interface MappedOrder {
  /** The supplier's, with pieces still to be ordered. */
  lines: MappedLine[];
  /** Found to be none of the supplier's: ttpd never wrote them, and the supplier has no such part. */
  foreign: OrderLine[];
  /** Nothing to be ordered of them, or not known what: a person decides, and what is released is left out. */
  held: HeldLine[];
  /** Refunded or shipped to the last piece. */
  settled: OrderLine[];
}

export interface MappedLine {
  line: OrderLine;
  /** Pieces to be ordered. */
  quantity: number;
  part: Part;
  /** Live. `null`: the supplier gave none. */
  offer: Offer | null;
  /** Lines by which the customer paid this part's core charge: counted with it, never ordered. */
  coreLines: { line: OrderLine; quantity: number }[];
  /** Why it may be another part than the customer bought. */
  doubts: ReviewReason[];
}

export interface HeldLine {
  line: OrderLine;
  reason: ReviewReason;
  /** The settings leave such lines out without asking. */
  isLeftOut: boolean;
}

type Identified = { part: Part; doubts: ReviewReason[] } | { held: ReviewReason } | 'foreign';

/**
 * Finds each line's part: by what ttpd wrote to the store under its SKU or its product, else by its identity; asks for
 * its live price and stock. Each SKU is searched for once a run.
 */
export function createLineMapper({
  ledger,
  supplier,
  storeKey,
  settings,
  skuOf,
  coreSkuOf,
  drain: signal,
}: OrderEngine) {
  const searches = new Map<string, ReturnType<typeof searchSku>>();

  function search(sku: string) {
    const key = sku.toLowerCase();
    const search = searches.get(key) ?? searchSku(supplier, sku, { skuOf, signal });
    searches.set(key, search);
    // What could not be asked now can be asked again.
    search.catch(() => searches.delete(key));
    return search;
  }

  /** The part of a SKU by its brand and number. */
  async function bySearch(sku: string, line: OrderLine): Promise<Part | ReviewReason | undefined> {
    const { parts, unreadable } = await search(sku);
    const [part, ...others] = parts;
    if (others.some(({ id }) => id !== part?.id))
      return release('AMBIGUOUS_PART', `Several parts of FinditParts lead to ${line.label}.`);
    if (!part && unreadable.length > 0) return cannotRead(line, unreadable[0]?.reason ?? '');
    return part;
  }

  async function byLedger(known: Snapshot, line: OrderLine): Promise<Identified> {
    const doubts = doubtsOf(known, line);
    const part = await supplier.part(known.partId ?? '', signal);
    if (part && isPartOf(part, known)) return { part, doubts };
    const again = await bySearch(known.sku, line);
    if (again && 'code' in again) return { held: again };
    if (again) return { part: again, doubts };
    const name = `${countOf(line.pieces.left, line)} is ${known.sku}, which ttpd put into the store`;
    return {
      held: part
        ? release(
            'PART_CHANGED',
            `${name} as ${known.partId}; there FinditParts has ${part.brand} ${part.partNumber} now.`,
          )
        : release('PART_GONE', `${name}; FinditParts has no such part any more.`),
    };
  }

  /** What the supplier's wire cannot be read for is not foreign: it is not known. */
  async function identify(line: OrderLine): Promise<Identified> {
    const sku = line.sku.trim();
    const bySku = (await ledger.snapshots.find(storeKey, [sku])).get(sku.toLowerCase());
    const byProduct = await productSnapshot(line);
    const [ofSku, ofProduct] = [bySku, byProduct].map((it) => (it?.partId ? it : undefined));
    if (ofSku && ofProduct && ofSku.partId !== ofProduct.partId)
      return {
        held: release(
          'AMBIGUOUS_PART',
          `${countOf(line.pieces.left, line)}: ttpd wrote this SKU to another product, and product ${line.productId} as ${ofProduct.sku}.`,
        ),
      };
    const known = ofSku ?? ofProduct;
    if (known && !ofSku && line.options.length > 0)
      return {
        held: release(
          'VARIANT_LINE',
          `${countOf(line.pieces.left, line)} (${line.options.join(', ')}) is a variant of ${known.sku}; which part that is, is not known.`,
        ),
      };
    if (known) return byLedger(known, line);
    if (sku === '') return 'foreign';
    const found = await bySearch(sku, line);
    if (!found) return 'foreign';
    return 'code' in found ? { held: found } : { part: found, doubts: variantDoubts(line) };
  }

  async function productSnapshot({ productId, sku }: OrderLine): Promise<Snapshot | undefined> {
    if (productId === null) return undefined;
    const all = (await ledger.snapshots.byProduct(storeKey, [productId])).get(productId) ?? [];
    return all.find((it) => it.sku.toLowerCase() === sku.trim().toLowerCase()) ?? all.find((it) => it.partId);
  }

  async function mapLine(line: OrderLine, mapped: MappedOrder): Promise<void> {
    const { left } = line.pieces;
    const kind = notShipped(line);
    if (left === 0) mapped.settled.push(line);
    else if (kind)
      mapped.held.push({
        line,
        reason: release(kind.code, `${countOf(left, line)} ${kind.why}: FinditParts does not deliver it.`),
        isLeftOut: settings.leaveOut.includes(kind.name),
      });
    else
      try {
        const found = await identify(line);
        if (found === 'foreign') mapped.foreign.push(line);
        else if ('held' in found) mapped.held.push({ line, reason: found.held, isLeftOut: false });
        else {
          const [offer = null] = await supplier.offers([found.part.id], signal);
          mapped.lines.push({ line, quantity: left, offer, coreLines: [], ...found });
        }
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'CONTRACT') throw error;
        mapped.held.push({ line, reason: cannotRead(line, error.message), isLeftOut: false });
      }
  }

  /** Core charges that ttpd sells as products go with their parts. */
  function claimCores(mapped: MappedOrder): void {
    mapped.foreign = mapped.foreign.filter((line) => {
      const owner = mapped.lines.find(({ part, offer, line: its }) => {
        const sku = coreSkuOf(offer ? { ...part, offer } : part);
        return sku?.toLowerCase() === line.sku.trim().toLowerCase() && its.addressId === line.addressId;
      });
      owner?.coreLines.push({ line, quantity: line.pieces.left });
      return !owner;
    });
  }

  return async (lines: readonly OrderLine[]): Promise<MappedOrder> => {
    const mapped: MappedOrder = { lines: [], foreign: [], held: [], settled: [] };
    for (const line of lines) await mapLine(line, mapped);
    claimCores(mapped);
    return mapped;
  };
}

export type LineMapper = ReturnType<typeof createLineMapper>;

/** Of lines that nobody ships. */
function notShipped({ type, addressId }: OrderLine) {
  if (type === 'giftcertificate')
    return { name: 'giftcertificate', code: 'GIFT_CERTIFICATE', why: 'is a gift certificate' } as const;
  if (type === 'digital') return { name: 'digital', code: 'DIGITAL_LINE', why: 'is a download' } as const;
  if (addressId === null)
    return { name: 'pickup', code: 'PICKUP_LINE', why: 'is picked up by the customer' } as const;
  return undefined;
}

function doubtsOf({ sku }: Snapshot, line: OrderLine): ReviewReason[] {
  if (sku.toLowerCase() === line.sku.trim().toLowerCase()) return variantDoubts(line);
  return [
    release(
      'SKU_CHANGED',
      `Product ${line.productId} was ${sku} when ttpd wrote it, and ${line.label} was bought: approved, it is ordered as ${sku}.`,
    ),
  ];
}

function variantDoubts(line: OrderLine): ReviewReason[] {
  if (line.options.length === 0) return [];
  return [
    release(
      'VARIANT_LINE',
      `${line.label} was bought as a variant (${line.options.join(', ')}): approved, it is ordered as ${line.label}.`,
    ),
  ];
}

/** An id can be given to another part. */
function isPartOf({ partNumber }: Part, { fields: { mpn } }: Snapshot): boolean {
  return typeof mpn !== 'string' || mpn.trim().toLowerCase() === partNumber.trim().toLowerCase();
}

function cannotRead(line: OrderLine, why: string): ReviewReason {
  return release(
    'PART_UNREADABLE',
    `${countOf(line.pieces.left, line)}: what FinditParts says of it cannot be read: ${why.replace(/\.$/, '')}.`,
  );
}
