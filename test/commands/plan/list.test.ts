import { expect, it } from 'vitest';
import { selectionText } from '../../../src/commands/plan/list.ts';
import { resultLines } from '../../../src/commands/runs/report.ts';

it.each([
  [{ category: 'brakes', limit: 5 }, 'category brakes · limit 5'],
  [{ skus: ['A', 'B'] }, '2 skus'],
  [{ all: true, groups: ['price', 'stock', 'content'] }, 'all'],
  [{ all: true, groups: ['price', 'stock'] }, 'all · only price,stock'],
  [{ rollback: '261123-k7q2m', deleteCreated: true }, 'rollback 261123-k7q2m · deleteCreated'],
])('says in words what a plan was made for: %j', (selection, text) => {
  expect(selectionText(selection)).toBe(text);
});

it('shows of a run what fits on a line each', () => {
  const result = {
    plan: { id: 'P', create: 2, hide: 0 },
    review: { prices: {} },
    guards: [],
    accuracy: null,
  };

  expect(resultLines(result)).toEqual(['plan         id P · create 2', 'accuracy     –']);
  expect(resultLines(null)).toEqual([]);
});
