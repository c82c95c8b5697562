import type { ParcelItem } from '../ledger/orders/parcels.ts';
import type { ReviewReason } from '../ledger/orders/reviews.ts';
import type { SupplierOrderLine } from '../ledger/orders/supplier-orders.ts';

/** A parcel as the supplier names it. Without `lines` it does not say what is in it. */
export interface ParcelToAllocate {
  trackingNumber: string;
  lines?: readonly PartPieces[];
  /** Numbers that the supplier wrote as one parcel's, this one too: `lines` is what is in all of them. */
  joined?: readonly string[];
}

interface PartPieces {
  partId: string;
  quantity: number;
}

/** A line with what is not in any parcel yet. */
export type OpenLine = Pick<SupplierOrderLine, 'orderProductId' | 'partId'> & { open: number };

export interface Allocation {
  /** By tracking number. */
  items: Map<string, ParcelItem[]>;
  findings: ReviewReason[];
}

/**
 * Which of the order's lines are in which parcel (docs/orders.md#parcels). A parcel that names its parts gets them. Of
 * those that do not, nothing is guessed: they are allocated only when there is one way to do it, that is, one such parcel
 * is left and everything was shipped, or all that is left is of one part and each parcel must hold one piece of it.
 * @param everything the supplier says that all confirmed pieces are in parcels
 */
export function allocate(
  parcels: readonly ParcelToAllocate[],
  lines: readonly OpenLine[],
  everything: boolean,
): Allocation {
  const items = new Map<string, ParcelItem[]>();
  const findings: ReviewReason[] = [];
  let open = [...lines];
  for (const group of groupsOf(parcels.filter((parcel) => parcel.lines))) {
    const named = group[0]?.lines ?? [];
    const taken = takeParts(open, named);
    if (!taken) {
      findings.push(misfit(group, named, lines));
      continue;
    }
    const within = group.length === 1 ? undefined : shared(group, taken, lines);
    findings.push(...(within?.findings ?? []));
    for (const { trackingNumber } of group) {
      const inside = within ? within.items.get(trackingNumber) : taken;
      if (inside) items.set(trackingNumber, inside);
    }
    open = without(open, taken);
  }

  const unnamed = parcels.filter((parcel) => !parcel.lines);
  const left = [...Map.groupBy(open, ({ partId }) => partId)].map(([partId, some]) => ({
    partId,
    quantity: some.reduce((sum, line) => sum + line.open, 0),
  }));
  const parts = left.filter(({ quantity }) => quantity > 0);
  const pieces = parts.reduce((sum, { quantity }) => sum + quantity, 0);
  const [part] = parts;
  const [only] = unnamed;
  if (only && unnamed.length === 1 && pieces > 0 && (everything || pieces === 1))
    items.set(only.trackingNumber, takeParts(open, parts) ?? []);
  else if (part && parts.length === 1 && pieces === unnamed.length) {
    for (const { trackingNumber } of unnamed) {
      const taken = takeParts(open, [{ partId: part.partId, quantity: 1 }]) ?? [];
      items.set(trackingNumber, taken);
      open = without(open, taken);
    }
  } else if (unnamed.length > 0)
    findings.push({
      code: pieces < unnamed.length ? 'OVERSHIPPED' : 'PARCEL_UNCLEAR',
      message: `FinditParts does not say what is in ${unnamed.map((it) => it.trackingNumber).join(' and ')}, and ${pieces < unnamed.length ? 'there are fewer pieces left than parcels' : 'there is more than one way'}.`,
    });
  return { items, findings };
}

/** Parcels that the supplier names one by one, or several as one. */
function groupsOf(parcels: readonly ParcelToAllocate[]): ParcelToAllocate[][] {
  const groups = Map.groupBy(parcels, ({ trackingNumber, joined }) => joined?.join() ?? trackingNumber);
  return [...groups.values()];
}

/** Of several numbers for one content: which piece is in which parcel is as unsaid as without it. */
function shared(
  group: readonly ParcelToAllocate[],
  taken: readonly ParcelItem[],
  lines: readonly OpenLine[],
): Allocation {
  const inside = lines.map((line) => ({
    ...line,
    open: taken.find((it) => it.orderProductId === line.orderProductId)?.quantity ?? 0,
  }));
  const unnamed = group.map(({ trackingNumber }) => ({ trackingNumber }));
  return allocate(unnamed, inside, true);
}

function misfit(
  group: readonly ParcelToAllocate[],
  named: readonly PartPieces[],
  lines: readonly OpenLine[],
): ReviewReason {
  const parcel = `Parcel ${group.map(({ trackingNumber }) => trackingNumber).join(' and ')}`;
  const others = named.filter(({ partId }) => !lines.some((line) => line.partId === partId));
  return others.length > 0
    ? {
        code: 'PARCEL_UNCLEAR',
        message: `${parcel} holds ${others.map(({ partId }) => partId).join(', ')}, which was not ordered.`,
      }
    : { code: 'OVERSHIPPED', message: `${parcel} has more than was ordered and not yet shipped.` };
}

/** The parts' pieces, from the first lines that have room; `undefined` when there is not room for all. */
function takeParts(
  lines: readonly OpenLine[],
  parts: readonly { partId: string; quantity: number }[],
): ParcelItem[] | undefined {
  const taken: ParcelItem[] = [];
  let open = [...lines];
  for (const { partId, quantity } of parts) {
    let wanted = quantity;
    for (const line of open.filter((each) => each.partId === partId && each.open > 0)) {
      const some = Math.min(wanted, line.open);
      if (some === 0) break;
      const known = taken.find(({ orderProductId }) => orderProductId === line.orderProductId);
      if (known) known.quantity += some;
      else taken.push({ orderProductId: line.orderProductId, quantity: some });
      wanted -= some;
      open = without(open, [{ orderProductId: line.orderProductId, quantity: some }]);
    }
    if (wanted > 0) return undefined;
  }
  return taken.length > 0 ? taken : undefined;
}

function without(lines: readonly OpenLine[], items: readonly ParcelItem[]): OpenLine[] {
  return lines.map((line) => {
    const some = items.find(({ orderProductId }) => orderProductId === line.orderProductId)?.quantity ?? 0;
    return { ...line, open: line.open - some };
  });
}
