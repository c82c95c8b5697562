import type { Selection } from '../catalog/supply/select.ts';
import type { RunEvent } from '../common/events.ts';
import type { ReportFile } from '../inventory/reports/write.ts';
import type { GuardName } from '../ledger/journal/plan-notes.ts';
import type { WaitingOrder } from '../orders/list.ts';
import type { SubmitReport } from '../orders/order-rows.ts';
import type { StatusReport } from '../orders/status.ts';
import type { TrackReport } from '../orders/track.ts';
import type { FieldGroup } from '../product/table.ts';
import type { ExportRequest, ExportResult } from './export-csv.ts';
import type { FileRequest, ImportRequest, ImportResult } from './import-csv.ts';
import type { Outcome, SyncResult, WriteOffer } from './outcome.ts';
import type { ReconcileResult } from './reconcile.ts';
import type { ReconcileOptions } from './reconcile-request.ts';
import type { RollbackResult } from './rollback.ts';
import type { SearchRequest, SearchResult } from './search.ts';

/** What is not given comes from the environment, `ttpd.yaml` and the profile, as on the command line. */
export interface OpenOptions {
  /** Which store and supplier account; default `sandbox`. */
  profile?: string | undefined;
  /** The rules file; default `ttpd.yaml` in `cwd` or a folder above. */
  config?: string | undefined;
  /** At most so many requests a second to each service. */
  rate?: number | undefined;
  /** Requests under way at once, 1 to 64; default 8. */
  concurrency?: number | undefined;
  /** Share of the store's API quota to use, 0 to 1; default 0.7. */
  quota?: number | undefined;
  /** Seconds for one request, 1 to 600; default 30. */
  timeout?: number | undefined;
  /** Folder of profiles, ledger and logs, as `TTPD_HOME`. */
  home?: string | undefined;
  /** Where keys and settings are read from; default `process.env`. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Where `ttpd.yaml` is looked for, upwards; default the process's folder. */
  cwd?: string | undefined;
  /** Stops whatever is under way: nothing new is begun, and 30 s later the rest is given up. */
  signal?: AbortSignal | undefined;
  /** What happens while work goes on. It must not throw. */
  onEvent?: ((event: RunEvent) => void) | undefined;
}

export interface CallOptions {
  /** Stops this call alone. */
  signal?: AbortSignal | undefined;
}

/** What a call came to: the result that the command line prints with `--json`. */
export interface Finished<Result> extends Outcome<Result> {
  /** The id of the run, for `rollback`; in the ledger and, where it writes, in `ttpd runs`. */
  run: string;
}

/** Says whether a plan may be written. Called also with nothing to write, never twice for one call. */
export type Approve = (offer: WriteOffer) => boolean | Promise<boolean>;

/** Says whether order work may begin in the store of that name. */
export type ApproveOrderWork = (offer: { store: string }) => boolean | Promise<boolean>;

export interface WriteOptions extends CallOptions {
  /** Without it nothing is written: the plan is made, kept and told. */
  approve?: Approve | undefined;
  /** Guards that are to let the plan pass, which is written down. */
  overrideGuards?: readonly GuardName[] | undefined;
}

export interface HoldOption {
  /** SKUs that stay as they are in the store, whatever the plan would do. */
  hold?: readonly string[] | undefined;
}

export interface RampOption {
  /** In stages, in rising percent of the rows that end with 100; stop when one goes wrong. */
  ramp?: readonly number[] | undefined;
}

export interface SyncOptions extends Selection, WriteOptions, RampOption, HoldOption {
  /** Change only these, in products that are there; default all. */
  only?: readonly FieldGroup[] | undefined;
}

export interface ApplyOptions extends Omit<WriteOptions, 'approve'>, RampOption, HoldOption {
  approve: Approve;
}

export interface RollbackOptions extends Omit<WriteOptions, 'overrideGuards'> {
  /** Deletes products that the run created, instead of hiding them. */
  deleteCreated?: boolean | undefined;
}

export interface ReconcileCall extends Omit<ReconcileOptions, 'overrides'>, WriteOptions {
  /** Files that have every finding; they are replaced. */
  reports?: readonly ReportFile[] | undefined;
}

export type ImportOptions = Omit<FileRequest, 'source'> & WriteOptions & Pick<ImportRequest, 'allowBelow'>;

export interface ExportOptions extends CallOptions, Partial<Omit<ExportRequest, 'selection'>>, Selection {
  /** Replaces a file that is there. */
  overwrite?: boolean | undefined;
}

export interface SomeOrders extends CallOptions {
  /** The store's numbers; default all that wait or are under way. */
  orderIds?: readonly number[] | undefined;
}

/**
 * One store and one supplier account. Whatever writes asks `approve` first, and without one makes the plan alone. Calls
 * that plan or write run one after another; `search` and `orders` run beside them. Promises reject with a `TtpdError`
 * for what is the user's or a service's fault; what happened to single rows is in `problems`, and `exitCode` sums up.
 */
export interface Ttpd extends AsyncDisposable {
  /** Looks in the supplier's catalogue. Needs something that narrows it, or `all`. */
  search(request: SearchRequest & CallOptions): Promise<Finished<SearchResult>>;
  /** Brings the store in step with the supplier. Needs something that selects parts, or `all`. */
  sync(options: SyncOptions): Promise<Finished<SyncResult>>;
  /** Does exactly what a plan says, or goes on with one that was interrupted. */
  apply(planId: string, options: ApplyOptions): Promise<Finished<SyncResult>>;
  /** Takes back what a run or plan wrote, but for what was changed since. */
  rollback(runOrPlanId: string, options?: RollbackOptions): Promise<Finished<RollbackResult>>;
  /** Compares store and supplier; with `approve` it writes what differs and compares again. */
  reconcile(options?: ReconcileCall): Promise<Finished<ReconcileResult>>;
  /** Writes the products of a CSV file, plain or gzipped, or of its bytes. */
  importCsv(
    source: string | AsyncIterable<Uint8Array>,
    options?: ImportOptions,
  ): Promise<Finished<ImportResult>>;
  /** Writes the store's products, or the supplier's parts, into a file, which is there only when it is whole. */
  exportCsv(file: string, options?: ExportOptions): Promise<Finished<ExportResult>>;
  orders: {
    /** Orders that wait in the store, and why. */
    list(
      options?: CallOptions & { showPersonalData?: boolean | undefined },
    ): Promise<Finished<{ orders: WaitingOrder[] }>>;
    /** Sends orders to the supplier; without `approve` it tells what would be sent. */
    submit(
      options?: SomeOrders & { approve?: ApproveOrderWork | undefined },
    ): Promise<Finished<SubmitReport>>;
    /** What became of orders. */
    status(options?: SomeOrders): Promise<Finished<StatusReport>>;
    /** Writes the supplier's parcels as shipments of the store's orders, which mails their customers. */
    track(options: SomeOrders & { approve: ApproveOrderWork }): Promise<Finished<TrackReport>>;
  };
  /** Stops what is under way, waits for it, and closes what was opened. */
  close(): Promise<void>;
}
