import { isJson, type Json, type Schema } from './openapi.ts';

/** A request may leave out what is readOnly, an answer what is writeOnly: `required` differs between the two. */
export type Side = 'request' | 'response';

const unions = ['allOf', 'oneOf', 'anyOf'] as const;

/**
 * Turns an OpenAPI 3.0 schema into the JSON Schema that ajv compiles. What differs: `nullable` (ajv knows it, but for
 * enums), boolean `exclusiveMinimum`/`Maximum`, siblings of `$ref` (ignored in 3.0), `required` on readOnly fields.
 * `refBase` is the id under which the document's components are registered for this side.
 */
export function toJsonSchema(
  schema: Schema,
  side: Side,
  refBase: string,
  resolve: (schema: Schema) => Schema,
): Schema {
  if (typeof schema.$ref === 'string') return { $ref: `${refBase}${schema.$ref}` };
  const convert = (inner: unknown): unknown =>
    isJson(inner) ? toJsonSchema(inner, side, refBase, resolve) : inner;
  const result: Json = {};
  for (const [keyword, value] of Object.entries(schema)) {
    // Of no use to validation, and `example` may hold anything.
    if (keyword.startsWith('x-') || ['example', 'description', 'title', 'default'].includes(keyword))
      continue;
    result[keyword] = value;
  }
  if (isJson(schema.properties))
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, inner]) => [name, convert(inner)]),
    );
  for (const keyword of ['items', 'additionalProperties', 'not'])
    if (keyword in schema) result[keyword] = convert(schema[keyword]);
  for (const keyword of unions)
    if (Array.isArray(schema[keyword])) result[keyword] = schema[keyword].map(convert);
  if (schema.nullable === true && Array.isArray(schema.enum) && !schema.enum.includes(null))
    result.enum = [...schema.enum, null];
  exclusiveBound(result, 'minimum', 'exclusiveMinimum');
  exclusiveBound(result, 'maximum', 'exclusiveMaximum');
  if (Array.isArray(schema.required)) result.required = requiredOn(side, schema, resolve);
  return result;
}

function exclusiveBound(schema: Json, bound: string, exclusive: string): void {
  if (typeof schema[exclusive] !== 'boolean') return;
  const isExclusive = schema[exclusive];
  delete schema[exclusive];
  if (!isExclusive) return;
  schema[exclusive] = schema[bound];
  delete schema[bound];
}

function requiredOn(side: Side, schema: Schema, resolve: (schema: Schema) => Schema): unknown[] {
  const properties = isJson(schema.properties) ? schema.properties : {};
  const exempt = side === 'request' ? 'readOnly' : 'writeOnly';
  return (schema.required as unknown[]).filter((name) => {
    const property = properties[String(name)];
    return !(isJson(property) && resolve(property)[exempt] === true);
  });
}
