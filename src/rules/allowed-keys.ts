import type { Path } from './finding.ts';
import { type JsonSchema, rulesJsonSchema } from './json-schema.ts';

/** What may be written where in `ttpd.yaml`, for messages. */
export interface AllowedKeys {
  at(path: Path): string[];
  /** The outermost section that takes this key. */
  sectionWith(key: string): Path | undefined;
}

/** Read from the JSON Schema: it is plain data, and what editors offer. */
export function allowedKeys(): AllowedKeys {
  const root = rulesJsonSchema();

  function at(path: Path): string[] {
    let schemas = alternatives(root);
    for (const step of path) schemas = schemas.flatMap((schema) => alternatives(below(schema, step)));
    return [...new Set(schemas.flatMap(keysOf))];
  }

  const sections = sectionsByKey(root);
  return { at, sectionWith: (key) => sections.get(key) };
}

function sectionsByKey(root: JsonSchema): Map<string, Path> {
  const sections = new Map<string, Path>();
  let level: { path: Path; schema: JsonSchema }[] = [{ path: [], schema: root }];
  while (level.length > 0) {
    for (const { path, schema } of level)
      for (const key of keysOf(schema)) if (!sections.has(key)) sections.set(key, path);
    level = level.flatMap(({ path, schema }) => [
      ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
        alternatives(child).map((one) => ({ path: [...path, name], schema: one })),
      ),
      ...alternatives(schema.items).map((one) => ({ path, schema: one })),
    ]);
  }
  return sections;
}

function below(schema: JsonSchema, step: string | number): JsonSchema | undefined {
  if (typeof step === 'number') return schema.items;
  return schema.properties?.[step] ?? (schema.additionalProperties || undefined);
}

function alternatives(schema: JsonSchema | undefined): JsonSchema[] {
  if (!schema) return [];
  return schema.anyOf ? schema.anyOf.flatMap(alternatives) : [schema];
}

function keysOf(schema: JsonSchema): string[] {
  return (
    schema.propertyNames?.enum ?? Object.keys(schema.properties ?? {}).filter((key) => key !== '$schema')
  );
}
