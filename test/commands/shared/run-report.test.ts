import { expect, it } from 'vitest';
import { verdict } from '../../../src/commands/shared/run-report.ts';
import { ExitCode } from '../../../src/common/errors.ts';
import type { SyncResult } from '../../../src/library/outcome.ts';
import { createTheme } from '../../../src/terminal/theme.ts';

const THEME = createTheme({}, {}, true);

function ended(plan: Partial<SyncResult['plan']>, applied: Partial<SyncResult['applied']>): SyncResult {
  const none = { create: 0, update: 0, stock: 0, hide: 0, metafields: 0, related: 0, delete: 0 };
  const service = { total: 0, byEndpoint: {} };
  return {
    plan: { id: 'P', ...none, conflict: 0, skip: 0, unchanged: 0, ...plan },
    applied: { done: 0, failed: 0, unknown: 0, skipped: 0, ...applied },
    review: {
      prices: { up: 0, down: 0, largest: [] },
      stock: { toZero: 0, fromZero: 0 },
      margin: { lowest: [] },
      value: { created: '0', changed: '0' },
      categories: [],
    },
    guards: [],
    calls: { finditparts: service, bigcommerce: service },
    rateLimited: 0,
    durationMs: 1_000,
  };
}

it('says which kinds the rows are of, and how to see what was skipped', () => {
  const text = verdict(ended({ create: 2, metafields: 2, skip: 1 }, { done: 4 }), ExitCode.Done, 'R', THEME);

  expect(text).toContain('4 rows written (create 2 · metafields 2), 1 skipped.');
  expect(text).toContain('ttpd plan show P --kind skip');
});

it('leads to the failed rows alone', () => {
  const text = verdict(ended({ create: 90 }, { done: 89, failed: 1 }), ExitCode.Partial, 'R', THEME);

  expect(text).toContain('89 rows written, 1 failed.');
  expect(text).toContain('ttpd plan show P --state failed');
});

it('does not call a plan applied whose failed rows were left alone', () => {
  expect(verdict(ended({ create: 1 }, {}), ExitCode.Partial, 'R', THEME)).toBe('Nothing was written.');
});
