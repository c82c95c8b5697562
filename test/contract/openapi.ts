/** The part of OpenAPI 3.0 that the stored specs use. Whatever may be a `$ref` is resolved while operations are collected. */
export type Json = Record<string, unknown>;

/** An OpenAPI 3.0 schema object: close to JSON Schema, not equal to it (see json-schema.ts). */
export type Schema = Json;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  style?: string;
  explode?: boolean;
  schema?: Schema;
}

export interface MediaType {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value?: unknown }>;
}

export interface RequestBody {
  required?: boolean;
  content: Record<string, MediaType>;
}

export interface DocumentedAnswer {
  content?: Record<string, MediaType>;
}

interface OperationObject {
  parameters?: Parameter[];
  requestBody?: RequestBody;
  responses: Record<string, DocumentedAnswer>;
}

export type Method = 'get' | 'post' | 'put' | 'delete' | 'patch';
export const methods: readonly Method[] = ['get', 'post', 'put', 'delete', 'patch'];

type PathItem = { parameters?: Parameter[] } & Partial<Record<Method, OperationObject>>;

export interface OpenApiDocument {
  servers: { url: string }[];
  paths: Record<string, PathItem>;
  components?: { schemas?: Record<string, Schema>; securitySchemes?: Record<string, Json> } & Json;
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Follows `$ref`s inside the same document; the stored specs have no others. */
export function deref<T>(document: OpenApiDocument, value: T): T {
  if (!isJson(value) || typeof value.$ref !== 'string') return value;
  const target = value.$ref
    .replace(/^#\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, key) => (isJson(node) ? node[key] : undefined), document);
  if (target === undefined) throw new Error(`the spec has no ${value.$ref}`);
  return deref(document, target as T);
}
