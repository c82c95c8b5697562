import { isJson, type Parameter } from './openapi.ts';
import type { Operation } from './operations.ts';
import type { SchemaStore } from './schemas.ts';
import type { Report } from './violation.ts';

/** Path and query arrive as text: it is read as what the schema asks for, and stays text where it cannot be. */
function typed(text: string, schema: unknown): unknown {
  const type = isJson(schema) ? schema.type : undefined;
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

export function checkPathParameters(
  operation: Operation,
  values: Record<string, string>,
  schemas: SchemaStore,
  report: Report,
): void {
  for (const { in: place, name, schema } of operation.parameters) {
    if (place !== 'path' || schema === undefined || values[name] === undefined) continue;
    schemas.check(schema, 'request', operation.spec, typed(values[name], schema), `path.${name}`, report);
  }
}

export function checkQuery(
  operation: Operation,
  query: URLSearchParams,
  schemas: SchemaStore,
  report: Report,
): void {
  const documented = new Map(
    operation.parameters.filter((p) => p.in === 'query').map((p) => [p.name, p] as const),
  );
  for (const name of new Set(query.keys())) {
    const parameter = documented.get(name);
    if (parameter === undefined) report(`query.${name}`, 'is not a documented parameter', query.get(name));
    else checkQueryParameter(parameter, query.getAll(name), operation, schemas, report);
  }
  for (const { name, required } of documented.values())
    if (required === true && !query.has(name)) report(`query.${name}`, 'is required');
}

function checkQueryParameter(
  parameter: Parameter,
  texts: string[],
  operation: Operation,
  schemas: SchemaStore,
  report: Report,
): void {
  const { name, schema, explode } = parameter;
  const at = `query.${name}`;
  const isList = schema?.type === 'array';
  // `form` with explode is the default: a list repeats its name. BigCommerce's lists are all comma lists.
  const isRepeatable = isList && explode !== false;
  if (texts.length > 1 && !isRepeatable) {
    report(at, 'is given more than once', texts);
    return;
  }
  if (schema === undefined) return;
  // The names and commas may arrive percent-encoded; BigCommerce decodes before it splits.
  const parts = isRepeatable ? texts : texts[0]!.split(',');
  const value = isList ? parts.map((part) => typed(part, schema.items)) : typed(texts[0]!, schema);
  schemas.check(schema, 'request', operation.spec, value, at, report);
}
