import { z } from 'zod';
import { Rules } from './schema.ts';

/** The part of JSON Schema that `ttpd.yaml` needs. */
export interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  additionalProperties?: JsonSchema | false;
  propertyNames?: { enum?: string[] };
}

/** Of what a person writes: before defaults. Editors complete and check `ttpd.yaml` with it. */
export function rulesJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(Rules, { io: 'input' });
  return {
    ...schema,
    title: 'ttpd.yaml',
    description: "Rules that make a store's products of the supplier's parts; docs/rules.md explains them.",
  } as JsonSchema;
}

/** As in docs/schemas/ttpd.yaml.json. */
export function rulesJsonSchemaText(): string {
  return `${JSON.stringify(rulesJsonSchema(), null, 2)}\n`;
}
