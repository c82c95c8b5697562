import { explainRow } from '../../catalog/plan/explain.ts';
import { ExitCode, TtpdError } from '../../common/errors.ts';
import { csvTable } from '../../common/files/csv-table.ts';
import { jsonText } from '../../common/json-text.ts';
import type { Context } from '../../context/context.ts';
import type { Outcome } from '../../context/run-feature.ts';
import type { Operation } from '../../ledger/journal/operation.ts';
import type { Origin } from '../../ledger/journal/plan-notes.ts';
import { writeOutput } from '../../library/output.ts';
import { findPlanOrNewest } from '../../library/saved-plan.ts';
import type { Owners } from '../../product/fields.ts';
import { toStdout } from '../shared/to-stdout.ts';
import { shownRow } from './report.ts';

const COLUMNS = [
  'kind',
  'sku',
  'name',
  'field',
  'before',
  'after',
  'base',
  'owner',
  'reason',
  'code',
  'state',
] as const;

/** Streams a plan and says how many lines it wrote. A CSV has a line a field, NDJSON a line a row. */
export async function exportPlan(
  context: Context,
  id: string | undefined,
  { format, out }: { format: 'csv' | 'ndjson'; out?: string },
): Promise<Outcome> {
  const { json, ndjson } = context.settings;
  if (out === undefined && (json || ndjson))
    throw new TtpdError('OUT_MISSING', 'stdout cannot carry both the plan and the JSON result.', {
      hint: 'Give --out FILE for the plan.',
      exitCode: ExitCode.Usage,
    });
  const plan = await findPlanOrNewest(context, id);
  const rows = (await context.ledger()).operations.iterate(plan.id);
  const { origin } = plan;
  const owners = plan.facts?.owners ?? {};
  let lines = 0;
  async function* counted<T>(each: AsyncIterable<T>) {
    for await (const line of each) {
      lines += 1;
      yield line;
    }
  }
  const text =
    format === 'ndjson'
      ? counted(jsonLines(rows, owners, origin))
      : csvTable(COLUMNS, counted(fieldLines(rows, owners, origin)));
  if (out === undefined) await toStdout(context.host, text);
  else await writeOutput(out, text, { overwrite: false });
  context.view.say(`${lines} lines of plan ${plan.id}${out === undefined ? '' : ` in ${out}`}`);
  return { exitCode: ExitCode.Done, result: { plan: plan.id, format, lines, file: out ?? null }, text: '' };
}

async function* jsonLines(rows: AsyncIterable<Operation>, owners: Owners, origin: Origin) {
  for await (const row of rows) yield `${jsonText(shownRow(row, owners, origin))}\n`;
}

async function* fieldLines(rows: AsyncIterable<Operation>, owners: Owners, origin: Origin) {
  for await (const row of rows) {
    const { kind, sku, name, code, state } = row;
    const fields = explainRow(row, owners, origin);
    if (fields.length === 0) yield { kind, sku, name, reason: row.reason, code, state };
    for (const { field, before, after, base, owner, reason } of fields)
      yield {
        kind,
        sku,
        name,
        field,
        before: cell(before),
        after: cell(after),
        base: cell(base),
        owner,
        reason,
        code,
        state,
      };
  }
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
