import { Big } from 'big.js';
import type { GuardName } from '../../catalog/guards/guard.ts';
import { withoutUndefined } from '../../common/without-undefined.ts';
import type { Context } from '../../context/context.ts';
import { NONE_KNOWN, readBaseline } from '../../inventory/baseline.ts';
import { ASPECTS, type Aspect } from '../../inventory/findings.ts';
import type { ReportFile } from '../../inventory/reports/write.ts';
import type { Tolerance } from '../../inventory/tolerance.ts';
import type { ReconcileRun } from '../../library/reconcile.ts';
import { readSkus } from '../shared/read-skus.ts';

export interface ReconcileFlags {
  category?: string;
  brand?: string;
  skus?: string;
  all?: boolean;
  only?: Aspect[];
  /** These four as written, and checked: `2`, `5%`; `0.01`; `4h`; `any`, `none`, `1%`. */
  toleranceStock?: string;
  tolerancePrice?: string;
  maxAge?: string;
  failOn?: string;
  baseline?: string;
  fix?: boolean;
  overrideGuard: GuardName[];
  junit?: string;
  report?: ReportFile[];
  notify?: string;
}

/** @throws TtpdError for files that cannot be read (exit 2) */
export async function readFlags(context: Context, flags: ReconcileFlags): Promise<ReconcileRun['asked']> {
  const now = context.clock.date();
  const { category, brand, skus, all = false, only = ASPECTS, maxAge, failOn = 'any', baseline } = flags;
  const { toleranceStock = '0', tolerancePrice = '0' } = flags;
  return {
    selection: {
      ...withoutUndefined({ category, brand }),
      ...(skus ? { skus: await readSkus(context, skus) } : {}),
    },
    everything: all,
    overrides: flags.overrideGuard,
    failOn: failOn === 'any' || failOn === 'none' ? failOn : { share: readPercent(failOn) },
    known: baseline === undefined ? NONE_KNOWN : await readBaseline(baseline, now, context.stop.drain),
    criteria: {
      aspects: only,
      tolerance: { stock: readStockTolerance(toleranceStock), price: new Big(tolerancePrice) },
      notBefore: maxAge === undefined ? null : new Date(now.getTime() - milliseconds(maxAge)),
    },
  };
}

const UNITS_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function milliseconds(age: string): number {
  return Number.parseInt(age, 10) * (UNITS_MS[age.slice(-1)] ?? 0);
}

function readStockTolerance(text: string): Tolerance['stock'] {
  return text.endsWith('%') ? { share: readPercent(text) } : { pieces: Number(text) };
}

/** `2.5%` → 0.025. */
function readPercent(text: string): Big {
  return new Big(text.slice(0, -1)).div(100);
}

export function reportFiles({ report = [], junit }: ReconcileFlags): ReportFile[] {
  return junit === undefined ? report : [...report, { format: 'junit', file: junit }];
}
