import type { Clock } from '../common/clock.ts';
import type { Emit } from '../common/events.ts';
import type { SupplierCapabilities } from '../finditparts/supplier.ts';
import type { ServiceLimits } from '../http/limits/service-limits.ts';
import type { SecretSource } from '../http/send/auth.ts';
import type { Redactor } from '../http/watch/redact.ts';
import type { Paths } from '../settings/paths.ts';
import type { Profile } from '../settings/profiles.ts';
import type { Settings } from '../settings/resolve.ts';

export interface ConnectOptions {
  env: NodeJS.ProcessEnv;
  profile: Profile;
  settings: Settings;
  paths: Paths;
  runId: string;
  redactor: Redactor;
  emit: Emit;
  clock: Clock;
}

/** Where the two services are, with which keys, and how fast they may be called. */
export interface Endpoints {
  finditparts: {
    baseUrl: string;
    secret: SecretSource;
    limits: ServiceLimits;
    capabilities: Partial<SupplierCapabilities>;
  };
  bigcommerce: { baseUrl: string; secret: SecretSource; limits: ServiceLimits };
  close(): Promise<void>;
}
