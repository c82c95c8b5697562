import type { HttpRequest } from './send.ts';

/** Where a key comes from. */
export interface SecretSource {
  /** Asked again only after the service refused the key. Rejects with a `TtpdError` that says what to do. */
  read(): Promise<string>;
  /** For hints, never the value: `TTPD_FINDITPARTS_API_KEY`. */
  describe(): string;
}

/** How a service wants its key. `Bearer` tokens go in `Authorization`. */
export interface Auth {
  header: 'X-API-Key' | 'X-Auth-Token' | 'Authorization';
  secret: SecretSource;
}

/**
 * The headers that carry the key, asked for at the last moment with the address the request really goes to. Throws a
 * `ServiceError` (nothing sent) when that address must not see the key, or when the service has been given up.
 */
export type Signer = (url: URL, request: HttpRequest) => Record<string, string>;
