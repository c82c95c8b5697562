/** `webhook`: where notifications go. */
export type Service = 'finditparts' | 'bigcommerce' | 'webhook';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Under the service's base URL, starting with a slash, ids encoded: `/parts/search`, `/v3/catalog/products`. */
  path: string;
  /** Stable name without ids, for meters, audit and error text: `GET /parts/{id}`. */
  endpoint: string;
  /** Key of the profile's per-endpoint limits: `search`, `details`, `products` … */
  limitGroup?: string;
  query?: Record<string, string | number | boolean | undefined>;
  json?: unknown;
  headers?: Record<string, string>;
  /** What the key must be allowed to do, for the hint of a 403: `Products: modify`. */
  scope?: string;
  /**
   * About a person, whom the service's words may quote: of a refusal only its status, its code and the names of fields that
   * were sent are told and kept.
   */
  isPersonal?: boolean;
  /** May be sent again when its outcome is unknown. Default: everything but POST. */
  idempotent?: boolean;
  signal?: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Parsed JSON; `undefined` when the answer has no body (204). */
  body: unknown;
  requestId?: string;
  /** Size of the body after inflation. */
  bytes?: number;
}

/** One call to a service: resolves with a 2xx answer, or rejects with a `ServiceError`. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * What a finished attempt did at the service (docs/facts/reliability.md#outcomes). `applied` and `partial` are answers;
 * the others are what a `ServiceError` carries: `unknown` = it may or may not have taken effect, so look before
 * repeating.
 */
export type Outcome = 'not_sent' | 'refused' | 'applied' | 'partial' | 'unknown';

/** A request on its way down the layers. Callers of `Send` never set the extra fields. */
export interface AttemptRequest extends HttpRequest {
  /** 1 for the first try. */
  attempt?: number;
  /** Called at the moment the request leaves the queue: from here on its outcome may be unknown. */
  onDepart?: () => void;
}

/**
 * One exchange on the wire. Unlike `Send` it resolves with an answer of any status; it rejects with a `ServiceError`
 * when there was no usable answer, or with the signal's reason.
 */
export type Transport = (request: AttemptRequest) => Promise<HttpAnswer>;
