/** The library: the clients and the engine, for scripts. The command line is `ttpd`. */
export { type BigCommerce, createBigCommerce } from './bigcommerce/bigcommerce.ts';
export type { Engine } from './catalog/engine.ts';
export { GUARDS, type GuardName, type Tripped } from './catalog/guards/guard.ts';
export { createMapper } from './catalog/map/map.ts';
export { buildPlan } from './catalog/plan/plan.ts';
export type { PlanReview } from './catalog/plan/review.ts';
export { applySaved, type SyncOutcome, sync } from './catalog/sync.ts';
export { type Clock, systemClock } from './clock.ts';
export { ExitCode, type Problem, TtpdError } from './errors.ts';
export type { Emit, RunEvent } from './events.ts';
export { createPartsApi } from './finditparts/parts-api/parts-api.ts';
export type * from './finditparts/supplier.ts';
export { ServiceError } from './http/errors.ts';
export {
  bigCommerceLimits,
  FINDITPARTS_PRODUCTION,
  FINDITPARTS_TEST,
  type ServiceLimits,
} from './http/limits.ts';
export { createMeters } from './http/meters.ts';
export { createRedactor } from './http/redact.ts';
export type { Send } from './http/send.ts';
export { createServiceHttp } from './http/service-http.ts';
export { type Ledger, openLedger } from './ledger/ledger.ts';
export { loadRules } from './rules/load.ts';
export { Rules } from './rules/schema.ts';
