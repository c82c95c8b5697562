import type { RuleCoverage } from '../../catalog/map/coverage.ts';
import type { Mapped } from '../../catalog/map/map.ts';
import { printable } from '../../common/printable.ts';
import type { Part } from '../../finditparts/supplier.ts';
import { count } from '../../terminal/plurals.ts';
import { table } from '../../terminal/table.ts';
import type { Theme } from '../../terminal/theme.ts';
import { fieldValue } from '../shared/field-value.ts';

/** `result` of `rules test`. Stable. */
export function ruleTrace(part: Part, mapped: Mapped) {
  const { because } = mapped;
  return {
    part: part.id,
    sku: mapped.sku,
    name: mapped.kind === 'held' ? mapped.name : (mapped.fields.name ?? ''),
    held: mapped.kind === 'held' ? { code: mapped.code, reason: mapped.reason } : null,
    priceRule: because.priceRule,
    price: mapped.kind === 'held' ? null : (mapped.fields.price ?? null),
    margin: because.margin?.toFixed() ?? null,
    priceSteps: because.price,
    stock: mapped.kind === 'held' ? null : (mapped.fields.stock ?? null),
    stockSteps: because.stock,
    categoryRule: because.categoryRule,
    fields: mapped.kind === 'held' ? {} : mapped.fields,
  };
}

export function traceText(trace: ReturnType<typeof ruleTrace>, theme: Theme): string {
  const steps = (rows: readonly { what: string; value: string }[]) =>
    rows.map(({ what, value }) => `  ${printable(what).padEnd(34)} ${printable(value)}`);
  const fields = Object.entries(trace.fields)
    .filter(([field]) => !['name', 'price', 'stock'].includes(field))
    .map(([field, value]) => `  ${field.padEnd(34)} ${fieldValue(value, SHOWN)}`);
  return [
    `${theme.strong(printable(trace.sku))}  ${printable(trace.name)}   ${theme.dim(`part ${trace.part}`)}`,
    ...(trace.held ? [theme.bad(`Held: ${printable(trace.held.reason)} [${trace.held.code}]`)] : []),
    theme.strong(`Price ${trace.price ?? '–'}`),
    ...steps(trace.priceSteps),
    theme.strong(`Stock ${trace.stock ?? '–'}`),
    ...steps(trace.stockSteps),
    ...(fields.length > 0 ? [theme.strong('Everything else'), ...fields] : []),
  ].join('\n');
}

const SHOWN = 90;

export function coverageText(
  { parts, priced, held, examples, unused }: RuleCoverage,
  columns: number | undefined,
): string {
  const rows = [
    ...Object.entries(priced).map(([what, n]) => ({ what: `priced by "${what}"`, n })),
    ...Object.entries(held).map(([what, n]) => ({ what: `held: ${what}`, n })),
    ...unused.map(({ place, name }) => ({
      what: `took none: ${place}${name === null ? '' : ` (${name})`}`,
      n: 0,
    })),
  ];
  return [
    `${count(parts, 'part')}`,
    table(
      rows,
      [
        { title: 'what', value: (row) => row.what },
        { title: 'parts', value: (row) => row.n, align: 'right' },
      ],
      columns,
    ),
    ...(unused.length === 0
      ? []
      : [
          '',
          table(
            unused,
            [
              { title: 'took none', value: (row) => row.place, whole: true },
              { title: 'why', value: (row) => row.why, width: 100 },
            ],
            columns,
          ),
        ]),
    ...(examples.length === 0
      ? []
      : [
          '',
          table(
            examples.slice(0, 20),
            [
              { title: 'held', value: (row) => row.sku, whole: true },
              { title: 'why', value: (row) => row.reason, width: 80 },
            ],
            columns,
          ),
        ]),
  ].join('\n');
}
