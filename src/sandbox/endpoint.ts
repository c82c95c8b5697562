/** `GET /parts/FP1000042/price` → `GET /parts/{id}/price`: one name for all the ids. */
export function endpointName(method: string, path: string): string {
  return `${method} ${path.replace(/\/(?:\d+|FP\d+|FO\d+)(?=\/|$)/g, '/{id}')}`;
}
