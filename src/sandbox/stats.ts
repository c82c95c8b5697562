export type Service = 'finditparts' | 'bigcommerce';

export interface ServiceStats {
  total: number;
  byEndpoint: Record<string, number>;
  byStatus: Record<string, number>;
  served429: number;
  /** Most requests in any one second. */
  peakPerSecond: number;
  /**
   * Stock adjustments that ran beside another or beside a batch update
   * (docs/facts/bigcommerce-inventory.md#adjustments).
   */
  overlaps: number;
  /** Mails that the store's customers got about shipments (docs/facts/bigcommerce-orders.md#shipments). */
  customerMails: number;
}

export class Stats {
  #services = fresh();

  /** Counts a request on arrival. */
  arrived(service: Service, endpoint: string, now: number): void {
    const { counts, lastSecond } = this.#services[service];
    counts.total += 1;
    counts.byEndpoint[endpoint] = (counts.byEndpoint[endpoint] ?? 0) + 1;
    lastSecond.push(now);
    while (now - (lastSecond[0] ?? now) >= 1000) lastSecond.shift();
    counts.peakPerSecond = Math.max(counts.peakPerSecond, lastSecond.length);
  }

  /** Counts what it was answered with; `0` = the connection was cut. */
  answered(service: Service, status: number): void {
    const { counts } = this.#services[service];
    counts.byStatus[status] = (counts.byStatus[status] ?? 0) + 1;
    if (status === 429) counts.served429 += 1;
  }

  mailed(): void {
    this.#services.bigcommerce.counts.customerMails += 1;
  }

  overlapped(): void {
    this.#services.bigcommerce.counts.overlaps += 1;
  }

  report(): Record<Service, ServiceStats> {
    return { finditparts: this.#services.finditparts.counts, bigcommerce: this.#services.bigcommerce.counts };
  }

  reset(): void {
    this.#services = fresh();
  }
}

interface Tally {
  counts: ServiceStats;
  lastSecond: number[];
}

function fresh(): Record<Service, Tally> {
  return { finditparts: tally(), bigcommerce: tally() };
}

function tally(): Tally {
  const counts = {
    total: 0,
    byEndpoint: {},
    byStatus: {},
    served429: 0,
    peakPerSecond: 0,
    overlaps: 0,
    customerMails: 0,
  };
  return { counts, lastSecond: [] };
}
