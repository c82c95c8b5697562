import type { AttemptRequest } from '../../src/http/send/send.ts';

/** A read of FinditParts, changed as needed. */
export function request(changes: Partial<AttemptRequest> = {}): AttemptRequest {
  return { method: 'GET', path: '/parts/1', endpoint: 'GET /parts/{id}', ...changes };
}

/** A write that must not happen twice. */
export function order(changes: Partial<AttemptRequest> = {}): AttemptRequest {
  return { method: 'POST', path: '/orders', endpoint: 'POST /orders', json: { po: '1' }, ...changes };
}
