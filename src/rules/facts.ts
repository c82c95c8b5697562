import type { Big } from 'big.js';

/** What a rule's conditions can ask of a part. `null` is unknown, and no condition matches what is unknown. */
export interface PartFacts {
  /** The supplier's slug: `brakes`. */
  category: string | null;
  /** `013-004-001`, with or without dashes. */
  vmrs: string | null;
  brand: string;
  sku: string;
  condition: 'new' | 'reman' | 'used' | null;
  /** What the account pays for one. */
  cost: Big | null;
}
