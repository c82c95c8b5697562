import type { HttpRequest } from './send.ts';

/**
 * The headers that carry the key, asked for at the last moment with the address the request really goes to. Throws a
 * `ServiceError` (nothing sent) when that address must not see the key, or when the service has been given up.
 */
export type Signer = (url: URL, request: HttpRequest) => Record<string, string>;
