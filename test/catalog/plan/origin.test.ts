import { expect, it } from 'vitest';
import { NO_FACTS } from '../../../src/catalog/guards/guard.ts';
import { ownersOf } from '../../../src/catalog/plan/origin.ts';

it('knows from a plan which owners were set otherwise, if any', () => {
  expect(ownersOf({ facts: null })).toEqual({});
  expect(ownersOf({ facts: { ...NO_FACTS } })).toEqual({});
  expect(ownersOf({ facts: { ...NO_FACTS, owners: { price: 'merchant' } } })).toEqual({ price: 'merchant' });
});
