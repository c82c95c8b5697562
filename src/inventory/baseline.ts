import { z } from 'zod';
import { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
import { readText } from '../common/files/read-text.ts';
import { readDocument } from '../rules/document.ts';
import { pathText } from '../rules/finding.ts';
import { CLASSES, type Finding, type FindingClass } from './findings.ts';

const Entry = z.strictObject({
  sku: z.string().trim().min(1),
  class: z.enum(CLASSES),
  reason: z.string().trim().min(1),
  /** The last day on which it is accepted, in UTC. */
  until: z.iso.date(),
});
const Baseline = z.strictObject({ accepted: z.array(Entry) });

/** Tens of thousands of entries, which take seconds to read. */
const LIMIT_MB = 4;

/** Differences that a person has accepted for a time. */
export interface KnownDifferences {
  /** The reason, where the difference is accepted today. */
  reasonFor(found: Pick<Finding, 'sku' | 'class'>): string | null;
  /** Entries whose day has passed: they count again, and that is said. */
  expired: Problem[];
}

export const NONE_KNOWN: KnownDifferences = { reasonFor: () => null, expired: [] };

/** @throws TtpdError FILE_UNREADABLE, FILE_TOO_LARGE, BASELINE_INVALID (exit 2) */
export async function readBaseline(
  file: string,
  today: Date,
  signal?: AbortSignal,
): Promise<KnownDifferences> {
  const what = 'the baseline';
  const hint = 'Name a YAML or JSON file, see docs/reconcile.md.';
  const text = await readText(file, { what, hint, limitMb: LIMIT_MB, ...(signal && { signal }) });
  const { accepted } = parse(file, text);
  const day = today.toISOString().slice(0, 10);
  const key = (sku: string, kind: FindingClass) => `${kind} ${sku.toLowerCase()}`;
  const reasons = new Map<string, string>();
  const expired: Problem[] = [];
  for (const { sku, class: kind, reason, until } of accepted) {
    if (until >= day) reasons.set(key(sku, kind), reason);
    else
      expired.push({
        code: 'BASELINE_EXPIRED',
        severity: 'warning',
        sku,
        message: `The ${kind} difference was accepted until ${until} ("${reason}") and counts again.`,
        hint: `Repair it, or give it another day in ${file}.`,
      });
  }
  return {
    expired,
    reasonFor: ({ sku, class: kind }) => (sku === null ? null : (reasons.get(key(sku, kind)) ?? null)),
  };
}

/** JSON is YAML too. */
function parse(file: string, text: string): z.infer<typeof Baseline> {
  const document = readDocument(text);
  const [finding] = document.findings;
  if (finding) throw invalid(file, finding.line, finding.message);
  const parsed = Baseline.safeParse(document.value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map((step) => (typeof step === 'symbol' ? String(step) : step));
  const { line } = document.positionOf(path, 'value');
  throw invalid(file, line, [pathText(path), issue?.message].filter(Boolean).join(': '));
}

function invalid(file: string, line: number, why: string): TtpdError {
  return new TtpdError('BASELINE_INVALID', `${file}, line ${line}: ${why}.`, {
    hint: 'Each entry has sku, class, reason and until (a day such as 2026-12-31), see docs/reconcile.md.',
    exitCode: ExitCode.Usage,
  });
}
