import type { Migration } from 'kysely/migration';
import { plansRunsSnapshots } from './0001-plans-runs-snapshots.ts';
import { goodRuns } from './0002-good-runs.ts';
import { undo } from './0003-undo.ts';
import { snapshotByPart } from './0004-snapshot-by-part.ts';
import { supplierOrders } from './0005-supplier-orders.ts';
import { rampAndOffers } from './0006-ramp-and-offers.ts';
import { snapshotByProduct } from './0007-snapshot-by-product.ts';
import { stockByVariant } from './0008-stock-by-variant.ts';
import { customFieldPairs } from './0010-custom-field-pairs.ts';
import { categories } from './0011-categories.ts';

/**
 * In order of their names, each run once, all that are due in one transaction. Never edit one that has been released:
 * add another. The first five were once run statement by statement, so what they make may be there already.
 */
export const migrations: Record<string, Migration> = {
  '0001-plans-runs-snapshots': plansRunsSnapshots,
  '0002-good-runs': goodRuns,
  '0003-undo': undo,
  '0004-snapshot-by-part': snapshotByPart,
  '0005-supplier-orders': supplierOrders,
  '0006-ramp-and-offers': rampAndOffers,
  '0007-snapshot-by-product': snapshotByProduct,
  '0008-stock-by-variant': stockByVariant,
  '0010-custom-field-pairs': customFieldPairs,
  '0011-categories': categories,
};
