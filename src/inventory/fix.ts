import type { PlanRequest } from '../catalog/plan/request.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { FIELD_GROUPS, type TableField } from '../product/table.ts';
import { ASPECTS, type Aspect, type Finding } from './findings.ts';

/** Drift to take out: which fields of which SKUs, by lower-case SKU. */
export interface Drift {
  skus: string[];
  fields: Map<string, Set<TableField>>;
}

const FIELDS: Record<Aspect, TableField> = { stock: 'stock', price: 'price', visibility: 'visible' };

/** What was found to differ, but for what the baseline accepts. */
export async function findDrift({ findings }: Pick<Ledger, 'findings'>): Promise<Drift> {
  const drift: Drift = { skus: [], fields: new Map() };
  for await (const { sku, class: kind, accepted } of findings.iterate<Finding & { class: Aspect }>(ASPECTS)) {
    if (sku === null || accepted !== null) continue;
    const fields = drift.fields.get(sku.toLowerCase());
    if (fields) fields.add(FIELDS[kind]);
    else {
      drift.skus.push(sku);
      drift.fields.set(sku.toLowerCase(), new Set([FIELDS[kind]]));
    }
  }
  return drift;
}

/** A plan for these SKUs and fields alone: their values are read anew, and nothing beside them is written. */
export function fixRequest(
  { skus, fields }: Drift,
  { mapper, rules, overrides = [] }: Pick<PlanRequest, 'mapper' | 'rules' | 'overrides'>,
): PlanRequest {
  return {
    selection: { skus },
    groups: FIELD_GROUPS,
    mapper,
    rules,
    overrides,
    onlyFields: fields,
  };
}
