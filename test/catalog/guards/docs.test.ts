import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf } from '../../../src/catalog/guards/guard.ts';
import { GUARDS } from '../../../src/ledger/journal/plan-notes.ts';
import { Rules } from '../../../src/rules/schema.ts';

const page = readFileSync('docs/guards.md', 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| `([a-z-]+)` \| `(GUARD_\w+)` \| (.+)$/gm)].map(
    ([, name = '', code = '', rest = '']) => [name, { code, rest }],
  ),
);

it('docs/guards.md has every guard, and no other', () => {
  expect([...rows.keys()]).toEqual([...GUARDS]);
  for (const guard of GUARDS) expect(rows.get(guard)?.code).toBe(codeOf(guard));
});

it('docs/guards.md gives the defaults', () => {
  const { guards } = Rules.parse({});
  expect(rows.get('completeness')?.rest).toContain(guards.completeness.replace('%', ' %'));
  expect(rows.get('price-move')?.rest).toContain(`${guards.priceMove.factor}-fold`);
  expect(rows.get('price-move')?.rest).toContain(`more than ${guards.priceMove.over.replace('%', ' %')}`);
  expect(rows.get('stock-stale')?.rest).toContain(guards.stockStale.after.replace('h', ' hours'));
  expect(guards.absentRuns).toBe(3);
  for (const guard of GUARDS.slice(1)) {
    const key = guard.replace(/-(.)/, (_, letter: string) => letter.toUpperCase()) as 'price';
    const { share, min } = guards[key];
    expect(rows.get(guard)?.rest).toContain(`over ${share.replace('%', ' %')}, and over ${min}`);
  }
});
