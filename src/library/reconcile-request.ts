import { Big } from 'big.js';
import type { Selection } from '../catalog/supply/select.ts';
import { ExitCode, TtpdError } from '../common/errors.ts';
import { NONE_KNOWN, readBaseline } from '../inventory/baseline.ts';
import { ASPECTS, type Aspect } from '../inventory/findings.ts';
import type { Tolerance } from '../inventory/tolerance.ts';
import { WRITTEN } from '../inventory/written.ts';
import type { GuardName } from '../ledger/journal/plan-notes.ts';
import { fraction } from '../rules/schema-values.ts';
import type { Session } from '../session/session.ts';
import type { ReconcileRun } from './reconcile.ts';

/** So far may the supplier's clock be ahead of ours. */
const CLOCKS_APART_MS = 3_600_000;

/** What to compare, and what counts, as a person writes it. */
export interface ReconcileOptions extends Pick<Selection, 'category' | 'brand' | 'skus'> {
  /** The whole store too: also products that ttpd never wrote. */
  all?: boolean | undefined;
  /** Default: all three. */
  only?: readonly Aspect[] | undefined;
  /** Pieces (`2`) or a share (`5%`) that stock may be off by; default 0. */
  toleranceStock?: string | undefined;
  /** What prices may be off by, in the store's currency: `0.01`; default 0. */
  tolerancePrice?: string | undefined;
  /** Supplier's values older than this are not trusted: `30m`, `4h`, `2d`. */
  maxAge?: string | undefined;
  /** Differences that end with exit code 10: `any` (default), `none`, or more than a share (`1%`). */
  failOn?: string | undefined;
  /** A file of differences that are known and accepted until a day. */
  baseline?: string | undefined;
  /** Guards that are to let the repair pass. */
  overrides?: readonly GuardName[] | undefined;
}

/** @throws TtpdError OPTION_INVALID, and for a baseline that cannot be read (exit 2) */
export async function readReconcileOptions(
  { clock, stop }: { clock: Session['clock']; stop: Pick<Session['stop'], 'drain'> },
  options: ReconcileOptions,
): Promise<ReconcileRun['asked']> {
  requireWritten(options);
  const now = clock.date();
  const { category, brand, skus, all = false, only = ASPECTS, overrides } = options;
  const { toleranceStock = '0', tolerancePrice = '0', maxAge, failOn = 'any', baseline } = options;
  return {
    selection: { ...(category && { category }), ...(brand && { brand }), ...(skus && { skus }) },
    everything: all,
    overrides,
    failOn: failOn === 'any' || failOn === 'none' ? failOn : { share: fraction(failOn) },
    known: baseline === undefined ? NONE_KNOWN : await readBaseline(baseline, now, stop.drain),
    criteria: {
      aspects: only,
      tolerance: { stock: readStockTolerance(toleranceStock), price: new Big(tolerancePrice) },
      notBefore: maxAge === undefined ? null : new Date(now.getTime() - milliseconds(maxAge)),
      notAfter: new Date(now.getTime() + CLOCKS_APART_MS),
    },
  };
}

function requireWritten(options: ReconcileOptions): void {
  for (const key of ['toleranceStock', 'tolerancePrice', 'maxAge', 'failOn'] as const) {
    const [pattern, words] = WRITTEN[key];
    const value = options[key];
    if (value !== undefined && !pattern.test(value))
      throw new TtpdError('OPTION_INVALID', `${key} is "${value}": it takes ${words}.`, {
        exitCode: ExitCode.Usage,
      });
  }
}

const UNITS_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(age: string): number {
  return Number.parseInt(age, 10) * (UNITS_MS[age.slice(-1)] ?? 0);
}

function readStockTolerance(text: string): Tolerance['stock'] {
  return text.endsWith('%') ? { share: fraction(text) } : { pieces: Number(text) };
}
