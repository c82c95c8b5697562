/** Writes the JSON Schemas of every command's `--json` document and of `ttpd.yaml` into docs/schemas/. Tests hold them current. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from '../src/commands/results/results.ts';
import { rulesJsonSchemaText } from '../src/rules/json-schema.ts';

mkdirSync('docs/schemas', { recursive: true });
for (const [file, text] of Object.entries(jsonSchemas())) writeFileSync(`docs/schemas/${file}`, text);
writeFileSync('docs/schemas/ttpd.yaml.json', rulesJsonSchemaText());
