/** Writes the JSON Schema of every command's `--json` document into docs/schemas/. A test holds them current. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from '../src/commands/result-schemas.ts';

mkdirSync('docs/schemas', { recursive: true });
for (const [file, text] of Object.entries(jsonSchemas())) writeFileSync(`docs/schemas/${file}`, text);
