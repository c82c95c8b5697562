import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Service } from '../send/send.ts';

/** Counts of one endpoint, or of all. SlidingLog are milliseconds. */
export interface MeterReading {
  /** What callers asked for. */
  calls: number;
  /** What was sent for it, retries too. */
  attempts: number;
  /** Attempts that did not end in a 2xx. */
  errors: number;
  retries: number;
  /** Answers of 429. */
  rateLimited: number;
  /** Spent waiting for a turn, in sum. */
  waitMs: number;
  /** How long attempts took on the wire. Zero where nothing was sent. */
  ms: { mean: number; p50: number; p95: number; p99: number; max: number };
}

export interface MetersSnapshot {
  totals: MeterReading;
  /** By service and the request's stable name. */
  endpoints: (MeterReading & { service: Service; endpoint: string })[];
}

export interface Meters {
  call(service: Service, endpoint: string): void;
  attempt(service: Service, endpoint: string, result: { ms: number; ok: boolean; status?: number }): void;
  retry(service: Service, endpoint: string): void;
  waited(service: Service, endpoint: string, ms: number): void;
  /** JSON-able; of one service or of all. */
  snapshot(service?: Service): MetersSnapshot;
}

interface Gauge {
  service: Service;
  endpoint: string;
  counts: Pick<MeterReading, 'calls' | 'attempts' | 'errors' | 'retries' | 'rateLimited' | 'waitMs'>;
  times: RecordableHistogram;
}

/** The histogram takes whole numbers from 1; microseconds keep fast answers apart. */
const PER_MS = 1000;

export function createMeters(): Meters {
  const gauges = new Map<string, Gauge>();

  function gauge(service: Service, endpoint: string): Gauge {
    const key = `${service} ${endpoint}`;
    const known = gauges.get(key);
    if (known !== undefined) return known;
    const made = { service, endpoint, counts: zeros(), times: createHistogram() };
    gauges.set(key, made);
    return made;
  }

  return {
    call(service, endpoint) {
      gauge(service, endpoint).counts.calls += 1;
    },
    attempt(service, endpoint, { ms, ok, status }) {
      const { counts, times } = gauge(service, endpoint);
      counts.attempts += 1;
      if (!ok) counts.errors += 1;
      if (status === 429) counts.rateLimited += 1;
      times.record(Math.max(1, Math.round(ms * PER_MS)));
    },
    retry(service, endpoint) {
      gauge(service, endpoint).counts.retries += 1;
    },
    waited(service, endpoint, ms) {
      gauge(service, endpoint).counts.waitMs += ms;
    },
    snapshot(service) {
      const mine = [...gauges.values()].filter((each) => service === undefined || each.service === service);
      const all: Gauge['counts'] = zeros();
      const times = createHistogram();
      for (const each of mine) {
        for (const name of Object.keys(all) as (keyof typeof all)[]) all[name] += each.counts[name];
        times.add(each.times);
      }
      return {
        totals: reading(all, times),
        endpoints: mine.map((each) => ({
          service: each.service,
          endpoint: each.endpoint,
          ...reading(each.counts, each.times),
        })),
      };
    },
  };
}

function zeros(): Gauge['counts'] {
  return { calls: 0, attempts: 0, errors: 0, retries: 0, rateLimited: 0, waitMs: 0 };
}

function reading(counts: Gauge['counts'], times: RecordableHistogram): MeterReading {
  const at = (percentile: number) => (times.count === 0 ? 0 : times.percentile(percentile) / PER_MS);
  const ms = times.count === 0 ? { mean: 0, max: 0 } : { mean: times.mean / PER_MS, max: times.max / PER_MS };
  return {
    ...counts,
    waitMs: Math.round(counts.waitMs),
    ms: { ...ms, p50: at(50), p95: at(95), p99: at(99) },
  };
}
