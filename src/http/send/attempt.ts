import type { HttpAnswer, HttpRequest } from './send.ts';

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
