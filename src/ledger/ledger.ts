import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Clock } from '../common/clock.ts';
import { TtpdError } from '../common/errors.ts';
import { backUp } from './db/backup.ts';
import { nodeSqliteDialect } from './db/dialect.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/open.ts';
import type { LedgerTables } from './db/schema.ts';
import { damaged, ledgerTrouble } from './db/sqlite-errors.ts';
import { type Categories, createCategories } from './journal/categories.ts';
import { createGoodRuns, type GoodRuns } from './journal/good-runs.ts';
import { createObservations, type Observations } from './journal/observations.ts';
import { createOperations, type Operations } from './journal/operations.ts';
import { createPlans, type Plans } from './journal/plans.ts';
import { createPresence, type Presence } from './journal/presence.ts';
import { createRecent, type Recent } from './journal/recent.ts';
import { createRuns, type Runs } from './journal/runs.ts';
import { createSnapshots, type Snapshots } from './journal/snapshots.ts';
import { createOrderParcels, type OrderParcels } from './orders/parcels.ts';
import { createOrderReviews, type OrderReviews } from './orders/reviews.ts';
import { createSupplierOrders, type SupplierOrders } from './orders/supplier-orders.ts';
import { createFindings, type Findings } from './scratch/findings.ts';
import { createStoreCopy, type StoreCopy } from './scratch/store-copy.ts';

/** What ttpd knows of its own work: plans and their rows, runs, and what it last wrote to each product. */
export interface Ledger {
  readonly file: string;
  readonly plans: Plans;
  readonly operations: Operations;
  readonly runs: Runs;
  readonly snapshots: Snapshots;
  readonly categories: Categories;
  readonly goodRuns: GoodRuns;
  readonly recent: Recent;
  readonly observations: Observations;
  readonly presence: Presence;
  /** Purchase orders, each written before it is sent. */
  readonly orders: SupplierOrders;
  readonly parcels: OrderParcels;
  readonly reviews: OrderReviews;
  /** A copy of the store for the plan being made; gone when the ledger is closed. */
  readonly storeCopy: StoreCopy;
  /**
   * Flipped bytes do not keep a database from opening and counting (measured, docs/facts/reliability.md#durability), so
   * a run that writes asks first. Quick leaves out whether the indexes agree with their tables.
   * @throws TtpdError LEDGER_DAMAGED
   */
  requireSound(depth: 'quick' | 'full'): void;
  /**
   * A whole copy, also while others write, for its owner alone.
   * @throws TtpdError FILE_EXISTS, FILE_UNWRITABLE
   */
  backup(to: string): Promise<void>;
  /** What the comparison being made has found; gone when the ledger is closed. */
  readonly findings: Findings;
  close(): Promise<void>;
}

/**
 * Opens the ledger in `folder`, creating both with access for the owner alone.
 * @throws TtpdError LEDGER_UNUSABLE, LEDGER_UNWRITABLE, LEDGER_BUSY, LEDGER_DAMAGED, LEDGER_FULL: it is never begun anew in silence
 */
export async function openLedger(folder: string, clock: Clock): Promise<Ledger> {
  const file = path.join(folder, 'ledger.db');
  const { database, db } = await open(file, clock);
  return {
    file,
    plans: createPlans(db, clock),
    operations: createOperations(db, clock),
    runs: createRuns(db, clock),
    snapshots: createSnapshots(db),
    categories: createCategories(db, clock),
    goodRuns: createGoodRuns(db, clock),
    recent: createRecent(db, clock),
    observations: createObservations(db),
    presence: createPresence(db),
    orders: createSupplierOrders(db, clock),
    parcels: createOrderParcels(db, clock),
    reviews: createOrderReviews(db, clock),
    storeCopy: createStoreCopy(db),
    requireSound: (depth) => requireSound(database, file, depth),
    async backup(to) {
      await backUp(database, to).catch((error: unknown) => {
        throw ledgerTrouble(file, error);
      });
    },
    findings: createFindings(db),
    close: () => db.destroy(),
  };
}

async function open(
  file: string,
  clock: Clock,
): Promise<{ database: DatabaseSync; db: Kysely<LedgerTables> }> {
  try {
    const database = await openDatabase(file, clock);
    const db = new Kysely<LedgerTables>({
      dialect: nodeSqliteDialect(database, (error) => ledgerTrouble(file, error)),
    });
    try {
      await migrate(file, database, db);
      return { database, db };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw unusable(file, error);
  }
}

function requireSound(database: DatabaseSync, file: string, depth: 'quick' | 'full'): void {
  let findings: string[];
  try {
    const rows = database
      .prepare(depth === 'quick' ? 'pragma quick_check(5)' : 'pragma integrity_check(5)')
      .all();
    const orphans = depth === 'full' ? database.prepare('pragma foreign_key_check').all().length : 0;
    findings = rows.map((row) => String(Object.values(row)[0])).filter((finding) => finding !== 'ok');
    if (orphans > 0) findings.push(`${orphans} rows belong to nothing`);
  } catch (error) {
    throw ledgerTrouble(file, error);
  }
  if (findings.length > 0) throw damaged(file, findings.join('; '));
}

function unusable(file: string, cause: unknown): unknown {
  const trouble = ledgerTrouble(file, cause);
  if (trouble instanceof TtpdError) return trouble;
  const words = cause instanceof Error ? cause.message : String(cause);
  const isOfTheSystem = cause instanceof Error && 'syscall' in cause;
  return new TtpdError('LEDGER_UNUSABLE', `The ledger ${file} cannot be used: ${words}.`, {
    hint: isOfTheSystem
      ? 'Give it rights or room, or set TTPD_HOME to another folder.'
      : 'Its tables are not those that ttpd makes. Put a backup in its place, or set TTPD_HOME to another folder to begin anew.',
    cause,
  });
}
