/** The library: one store and its supplier, for scripts (docs/library.md). The command line is `ttpd`. */
export type { Selection } from '../catalog/supply/select.ts';
export { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
export type { PlanSummary, RunEvent, Stage } from '../common/events.ts';
export { ServiceError } from '../http/errors/service-error.ts';
export type { Finding } from '../inventory/findings.ts';
export {
  type Floor,
  GUARDS,
  type GuardName,
  type Offender,
  type PlanReview,
  type Tripped,
} from '../ledger/journal/plan-notes.ts';
export type { WaitingOrder } from '../orders/list.ts';
export type { OrderRow, SubmitReport } from '../orders/order-rows.ts';
export type { StatusReport } from '../orders/status.ts';
export type { TrackReport } from '../orders/track.ts';
export type { ExportResult } from './export-csv.ts';
export type { FileResult, ImportResult } from './import-csv.ts';
export { openTtpd } from './open-ttpd.ts';
export type { SyncResult, WriteOffer } from './outcome.ts';
export type { ReconcileResult } from './reconcile.ts';
export type { RollbackResult } from './rollback.ts';
export type { SearchRequest, SearchResult, ShownPart } from './search.ts';
export type * from './ttpd.ts';
