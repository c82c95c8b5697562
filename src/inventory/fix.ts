import type { PlanRequest } from '../catalog/plan/request.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { ASPECTS, type Aspect, type Finding } from './findings.ts';

/** Drift to take out: which fields of which SKUs, by lower-case SKU. */
export interface Drift {
  skus: string[];
  fields: Map<string, Set<string>>;
}

const FIELDS: Record<Aspect, string> = { stock: 'stock', price: 'price', visibility: 'visible' };

/** What was found to differ, but for what the baseline accepts. */
export async function findDrift({ findings }: Pick<Ledger, 'findings'>): Promise<Drift> {
  const drift: Drift = { skus: [], fields: new Map() };
  for await (const { sku, class: kind, accepted } of findings.iterate<Finding>(ASPECTS)) {
    if (sku === null || accepted !== null) continue;
    const fields = drift.fields.get(sku.toLowerCase());
    if (fields) fields.add(FIELDS[kind as Aspect]);
    else {
      drift.skus.push(sku);
      drift.fields.set(sku.toLowerCase(), new Set([FIELDS[kind as Aspect]]));
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
    groups: ['price', 'stock', 'content'],
    mapper,
    rules,
    overrides,
    onlyFields: fields,
  };
}
