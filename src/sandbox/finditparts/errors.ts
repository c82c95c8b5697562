import { Refusal } from '../refusal.ts';

/** `{"error":{"code","message"}}` (docs/finditparts-parts-api.yaml). */
export function supplierRefusal(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  return new Refusal(status, { error: { code, message } }, headers);
}

export function partNotFound(id: string): Refusal {
  return supplierRefusal(404, 'part_not_found', `No part has the id ${id}`);
}
