import { z } from 'zod';
import { DELIMITERS, ENCODINGS, FORMATS } from '../../csv/csv-row.ts';
import { PlanSummary, SyncResult } from './plans.ts';
import { count, text } from './values.ts';

/** Product files. */
export const FILES = {
  'import-csv': z.strictObject({
    file: text,
    format: z.enum(FORMATS),
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    rows: z.strictObject({ total: count, valid: count, invalid: count, ignored: count }),
    plan: PlanSummary.nullable().describe('null with --offline'),
    applied: SyncResult.shape.applied.nullable(),
    review: SyncResult.shape.review.nullable(),
    guards: SyncResult.shape.guards,
    calls: SyncResult.shape.calls.nullable(),
    rateLimited: count.nullable(),
    durationMs: count.nullable(),
    rejectsFile: text.nullable(),
  }),
  'csv inspect': z.strictObject({
    file: text,
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    hasHeader: z.boolean(),
    columns: z.array(
      z.strictObject({
        number: count.describe('from 1'),
        header: text.nullable(),
        field: text.nullable().describe('null: not recognised'),
        unit: text.nullable(),
        examples: z.array(text),
      }),
    ),
    map: text.nullable(),
  }),
  'export-csv': z.strictObject({
    file: text.nullable().describe('null: stdout'),
    format: z.enum(FORMATS),
    rows: count.describe('products'),
    bytes: count,
  }),
};
