/** The library: the clients and the engine, for scripts. The command line is `ttpd`. */
export { type BigCommerce, createBigCommerce } from '../bigcommerce/bigcommerce.ts';
export type { Engine } from '../catalog/engine/engine.ts';
export { GUARDS, type GuardName, type Tripped } from '../catalog/guards/guard.ts';
export { createMapper } from '../catalog/map/map.ts';
export { buildPlan } from '../catalog/plan/build.ts';
export type { PlanReview } from '../catalog/plan/review.ts';
export { applySaved, type RunOutcome, sync } from '../catalog/runs.ts';
export { type Clock, systemClock } from '../common/clock.ts';
export { ExitCode, type Problem, TtpdError } from '../common/errors.ts';
export type { Emit, RunEvent } from '../common/events.ts';
export { createPartsApi } from '../finditparts/parts-api/parts-api.ts';
export type * from '../finditparts/supplier.ts';
export { ServiceError } from '../http/errors/service-error.ts';
export {
  bigCommerceLimits,
  FINDITPARTS_PRODUCTION,
  FINDITPARTS_TEST,
  type ServiceLimits,
} from '../http/limits/service-limits.ts';
export type { Send } from '../http/send/send.ts';
export { createServiceHttp } from '../http/service-http.ts';
export { createMeters } from '../http/watch/meters.ts';
export { createRedactor } from '../http/watch/redact.ts';
export { type Ledger, openLedger } from '../ledger/ledger.ts';
export { loadRules } from '../rules/load.ts';
export { Rules } from '../rules/schema.ts';
