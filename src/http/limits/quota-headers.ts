import { z } from 'zod';

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
