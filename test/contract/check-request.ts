import { checkContent } from './bodies.ts';
import type { Exchange } from './forward.ts';
import type { Operation } from './operations.ts';
import { checkPathParameters, checkQuery } from './parameters.ts';
import type { SchemaStore } from './schemas.ts';
import type { Report } from './violation.ts';

export function checkRequest(
  exchange: Exchange,
  operation: Operation,
  pathValues: Record<string, string>,
  schemas: SchemaStore,
  report: Report,
): void {
  checkPathParameters(operation, pathValues, schemas, report);
  checkQuery(operation, exchange.query, schemas, report);
  checkHeaders(exchange, operation, report);
  checkBody(exchange, operation, schemas, report);
}

/**
 * OpenAPI tells validators to pass over parameters named Accept and Content-Type. BigCommerce's specs mark them
 * required all the same, and so they are checked, as Prism does.
 */
function checkHeaders({ headers }: Exchange, operation: Operation, report: Report): void {
  const required = operation.parameters.filter((p) => p.in === 'header' && p.required === true);
  for (const name of [...required.map((p) => p.name.toLowerCase()), ...operation.credentials])
    if (headers[name] === undefined) report(`header.${name}`, 'is required');
}

function checkBody(exchange: Exchange, operation: Operation, schemas: SchemaStore, report: Report): void {
  const { requestBody } = operation;
  const isEmpty = exchange.body.length === 0;
  if (requestBody === undefined) {
    if (!isEmpty) report('body', 'is not documented for this call', exchange.body.toString('utf8'));
  } else if (isEmpty) {
    if (requestBody.required === true) report('body', 'is required');
  } else {
    checkContent(exchange, requestBody.content, 'request', operation, schemas, report);
  }
}
