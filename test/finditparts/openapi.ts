import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Schema {
  properties?: Record<string, Schema>;
  [keyword: string]: unknown;
}
interface Content {
  content?: { 'application/json'?: { schema: Schema; example?: Json } };
}
export interface Operation {
  operationId: string;
  parameters?: ({ name: string; in: string } | { $ref: string })[];
  requestBody?: Content;
  responses: Record<string, Content>;
}
interface Contract {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; parameters: Record<string, { name: string; in: string }> };
}

export type { Json };

const FILE = new URL('../../docs/finditparts-parts-api.yaml', import.meta.url);

/** docs/finditparts-parts-api.yaml, with validators that allow no field besides those it lists. */
export function readContract() {
  const contract = parse(readFileSync(FILE, 'utf8')) as Contract;
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  formats.default(ajv);
  ajv.addVocabulary(['components']);
  ajv.addSchema({ $id: 'contract', components: { schemas: closed(contract.components.schemas) } } as object);

  const compiled = new Map<Schema, ValidateFunction>();

  function validatorOf(schema: Schema): ValidateFunction {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const absolute = JSON.stringify(closed(schema)).replaceAll('"#/components/', '"contract#/components/');
    const validate = ajv.compile(JSON.parse(absolute) as object);
    compiled.set(schema, validate);
    return validate;
  }

  /** What is wrong with the value, by the schema; empty when nothing is. */
  function faults(schema: Schema, value: unknown): string[] {
    const validate = validatorOf(schema);
    validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  function operation(endpoint: string): Operation {
    const [method = '', path = ''] = endpoint.split(' ');
    const found = contract.paths[path]?.[method.toLowerCase()];
    if (found === undefined) throw new Error(`${endpoint} is not in the contract`);
    return found;
  }

  return {
    contract,
    endpoints: Object.entries(contract.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
    operation,
    parameters(endpoint: string, where: string): string[] {
      return (operation(endpoint).parameters ?? [])
        .map((each) =>
          '$ref' in each ? contract.components.parameters[each.$ref.split('/').at(-1)!]! : each,
        )
        .filter((each) => each.in === where)
        .map((each) => each.name);
    },
    /** The documented example of an answer. */
    example(endpoint: string): { status: number; body: Json } {
      for (const [status, answer] of Object.entries(operation(endpoint).responses)) {
        const example = answer.content?.['application/json']?.example;
        if (example !== undefined) return { status: Number(status), body: structuredClone(example) };
      }
      throw new Error(`${endpoint} has no example`);
    },
    answerFaults(endpoint: string, status: number, body: unknown): string[] {
      const { responses } = operation(endpoint);
      const content = responses[status]?.content?.['application/json'];
      const schema = content?.schema ?? (status >= 400 ? contract.components.schemas.Error : undefined);
      return schema === undefined ? [`${endpoint} documents no answer ${status}`] : faults(schema, body);
    },
    requestFaults(endpoint: string, body: unknown): string[] {
      const schema = operation(endpoint).requestBody?.content?.['application/json']?.schema;
      return schema === undefined ? [`${endpoint} takes no body`] : faults(schema, body);
    },
  };
}

/** The schema with every object that lists its properties closed to others. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  // A property may itself be called `properties`; none of ours is.
  return ('properties' in inner ? { ...inner, additionalProperties: false } : inner) as T;
}

/** The paths of every value in a document that stands under a key. */
export function pathsOf(value: Json, at: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((each, index) => pathsOf(each, [...at, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [[...at, key], ...pathsOf(each, [...at, key])]);
}

type Path = readonly (string | number)[];

/** A copy of the document without the value at the path. */
export function without(document: Json, path: Path): Json {
  const copy = structuredClone(document);
  delete holderOf(copy, path)[path.at(-1)!];
  return copy;
}

export function replaced(document: Json, path: Path, value: Json): Json {
  const copy = structuredClone(document);
  holderOf(copy, path)[path.at(-1)!] = value;
  return copy;
}

function holderOf(document: Json, path: Path): Record<string | number, Json> {
  return path
    .slice(0, -1)
    .reduce<Json>((at, key) => (at as Record<string | number, Json>)[key]!, document) as Record<
    string | number,
    Json
  >;
}
