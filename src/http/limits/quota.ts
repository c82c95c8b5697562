import { z } from 'zod';
import { CLOCK_SLACK_MS, type RateLimit, type Release } from './rate-limit.ts';

export interface Quota extends RateLimit {
  /** The last reading, corrected by what left since; `undefined` until an answer carried the headers. */
  current(now: number): { left: number; quota: number } | undefined;
  /** Requests a second that the share of the quota in force allows; `undefined` until known. */
  perSecond(): number | undefined;
}

interface Flight {
  departedAt: number;
  /** How many had left before this one. */
  order: number;
  /** How many were unanswered when this one left: the reading it brings may lack any of them. */
  overlap: number;
}

interface Basis {
  left: number;
  order: number;
  overlap: number;
}

interface Known {
  quota: number;
  windowMs: number;
  basis: Basis;
  /** The reset happens between these two moments of our clock; each answer narrows it. */
  resetFrom: number;
  resetBy: number;
}

/**
 * Paces by BigCommerce's own headers: spreads `share` of what is left over what remains of the window, so that other
 * apps' spending slows us down, and starts nothing that might be the one too many.
 */
export function createQuota({ share }: { share: number }): Quota {
  let known: Known | undefined;
  let order = 0;
  let unanswered = 0;
  let lastDeparture = Number.NEGATIVE_INFINITY;
  let latency = 0;

  /** A window whose end has passed for certain is followed by a full one, until an answer says more. */
  function roll(state: Known, now: number): void {
    if (now < state.resetBy) return;
    const windows = Math.floor((now - state.resetBy) / state.windowMs) + 1;
    state.resetFrom += windows * state.windowMs;
    state.resetBy += windows * state.windowMs;
    state.basis = { left: state.quota, order, overlap: unanswered };
  }

  function waitMs(now: number): number {
    if (known === undefined) return 0;
    roll(known, now);
    const left = known.basis.left - (order - known.basis.order);
    const allowed = left - known.quota * (1 - share);
    // Those that were under way with the reading may not be in it: nothing is started that only hope would cover.
    if (allowed - known.basis.overlap < 1) return known.resetBy - now;
    // The end of the window is kept for what the answers still under way turn out to have left over.
    const reserveMs = Math.min(2 * latency, known.windowMs / 5);
    const spreadMs = Math.max(0, known.resetBy - reserveMs - now);
    return Math.max(0, lastDeparture + spreadMs / allowed - now);
  }

  function depart(now: number): Release {
    if (known !== undefined) roll(known, now);
    order += 1;
    const flight: Flight = { departedAt: now, order, overlap: unanswered };
    unanswered += 1;
    lastDeparture = now;
    return (answeredAt, headers) => {
      unanswered -= 1;
      latency = Math.max(answeredAt - flight.departedAt, latency * 0.9);
      const reading = headers === undefined ? undefined : readQuota(headers);
      if (reading === undefined) return;
      if (known !== undefined) roll(known, answeredAt);
      known = learn(known, reading, flight, answeredAt);
    };
  }

  return {
    waitMs,
    depart,
    current: (now) => {
      if (known === undefined) return undefined;
      roll(known, now);
      return { left: Math.max(0, known.basis.left - (order - known.basis.order)), quota: known.quota };
    },
    perSecond: () => known && (known.quota * share * 1000) / known.windowMs,
  };
}

function learn(known: Known | undefined, reading: QuotaReading, flight: Flight, answeredAt: number): Known {
  const resetFrom = flight.departedAt + reading.resetMs - CLOCK_SLACK_MS;
  const resetBy = answeredAt + reading.resetMs + CLOCK_SLACK_MS;
  const basis: Basis = { left: reading.left, order: flight.order, overlap: flight.overlap };
  const fresh = { quota: reading.quota, windowMs: reading.windowMs, basis, resetFrom, resetBy };
  if (known === undefined || resetFrom > known.resetBy) return fresh;
  if (resetBy < known.resetFrom) {
    // Overtaken by the answers of a newer window; a small difference is the service moving its window.
    return known.resetFrom - resetBy > reading.windowMs / 2 ? known : fresh;
  }
  return {
    ...fresh,
    basis: mostCareful(known.basis, basis),
    resetFrom: Math.max(resetFrom, known.resetFrom),
    resetBy: Math.min(resetBy, known.resetBy),
  };
}

/** Answers overtake each other: the reading of the later request counts, an earlier one's only if it promises less. */
function mostCareful(a: Basis, b: Basis): Basis {
  const certain = (basis: Basis) => basis.left - basis.overlap + basis.order;
  return b.order > a.order || certain(b) < certain(a) ? b : a;
}

/** BigCommerce's rate headers, docs/facts/bigcommerce-api.md#rate-limits: what is left, of how much, until when. */
export interface QuotaReading {
  left: number;
  quota: number;
  windowMs: number;
  resetMs: number;
}

const count = z
  .string()
  .trim()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const HOUR_MS = 3_600_000;

const QuotaHeaders = z
  .object({
    'x-rate-limit-requests-left': count,
    'x-rate-limit-requests-quota': count.refine((quota) => quota > 0),
    'x-rate-limit-time-window-ms': count.refine((ms) => ms >= 1000 && ms <= HOUR_MS),
    'x-rate-limit-time-reset-ms': count,
  })
  .transform((headers) => ({
    left: headers['x-rate-limit-requests-left'],
    quota: headers['x-rate-limit-requests-quota'],
    windowMs: headers['x-rate-limit-time-window-ms'],
    resetMs: headers['x-rate-limit-time-reset-ms'],
  }))
  .refine((reading) => reading.left <= reading.quota && reading.resetMs <= reading.windowMs);

/** `undefined` unless all four headers are there and make sense together: half a reading would steer us wrong. */
export function readQuota(headers: Record<string, string>): QuotaReading | undefined {
  const parsed = QuotaHeaders.safeParse(headers);
  return parsed.success ? parsed.data : undefined;
}
