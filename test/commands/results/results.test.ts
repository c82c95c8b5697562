import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { jsonSchemas } from '../../../src/commands/results/results.ts';

it.each(Object.entries(jsonSchemas()))(
  'docs/schemas/%s is what the command promises (npm run schemas)',
  (file, text) => {
    const written: unknown = JSON.parse(readFileSync(`docs/schemas/${file}`, 'utf8'));

    expect(written).toEqual(JSON.parse(text));
  },
);
