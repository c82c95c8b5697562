import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/finditparts/supplier.ts';
import { categoryPaths, compileCategories } from '../../src/rules/category.ts';
import type { PartFacts } from '../../src/rules/facts.ts';
import { Rules, type RulesInput } from '../../src/rules/schema.ts';
import { aPart } from '../helpers/parts.ts';

const factsOf = (part: Part): PartFacts => ({
  category: part.category,
  vmrs: part.vmrs,
  brand: part.brand,
  sku: `GU-${part.partNumber}`,
  condition: part.condition,
  cost: part.offer?.price?.account ?? null,
});
const paths = (categories: RulesInput['categories'], changes: Partial<Part> = {}) => {
  const part = aPart(changes);
  return categoryPaths(Rules.parse({ categories }).categories, factsOf(part), part);
};
const to = (path: string | string[]) => ({ map: [{ when: {}, path }] });

describe('categoryPaths', () => {
  it.each([
    ['levels', 'Brakes/Drums', [['Brakes', 'Drums']]],
    ['a slash in a name', 'Brakes\\/Wheel End/Drums', [['Brakes/Wheel End', 'Drums']]],
    ['blanks at slashes', ' Brakes /  Air   Drums ', [['Brakes', 'Air Drums']]],
    ['fields', '{{brand}}/{{category}}', [['Gunite', 'Brake Drums']]],
    ['blocks', '{{#if condition}}{{condition}}/{{/if}}Drums', [['New', 'Drums']]],
    ['several paths', ['Brakes', 'Sale/Brakes', 'Brakes'], [['Brakes'], ['Sale', 'Brakes']]],
  ])('makes paths of %s', (_, path, expected) => {
    expect(paths(to(path))).toEqual({ paths: expected, rule: 0 });
  });

  it('keeps a slash that comes from the supplier within its level', () => {
    expect(paths(to('Parts/{{category}}'), { categoryPath: ['Wheel', 'Hubs/Bearings\\'] }).paths).toEqual([
      ['Parts', 'Hubs/Bearings\\'],
    ]);
  });

  it('takes the first entry that matches', () => {
    const map = [
      { when: { vmrs: '018' }, path: 'Wheel End' },
      { when: { category: 'brakes' }, path: 'Brakes' },
      { when: {}, path: 'Rest' },
    ];
    expect(paths({ map }, { vmrs: '018-001' })).toEqual({ paths: [['Wheel End']], rule: 0 });
    expect(paths({ map })).toEqual({ paths: [['Brakes']], rule: 1 });
    expect(paths({ map }, { category: 'filters' })).toEqual({ paths: [['Rest']], rule: 2 });
  });

  it.each([
    ['the supplier’s path', {}, { paths: [['Brakes', 'Brake Drums']] }],
    ['the supplier’s slug', { categoryPath: [], category: 'air-brakes' }, { paths: [['Air brakes']] }],
    ['nothing where there is none', { categoryPath: [], category: null }, { paths: [] }],
    [
      'nothing of what is too deep',
      { categoryPath: Array(9).fill('x') },
      { paths: [], warning: { code: 'CATEGORY_TOO_DEEP' } },
    ],
    [
      'nothing of what is too long',
      { categoryPath: ['x'.repeat(51)] },
      { paths: [], warning: { code: 'CATEGORY_NAME_TOO_LONG' } },
    ],
  ])('otherwise gives %s', (_, changes, expected) => {
    const result = paths({}, changes);
    expect(result).toMatchObject(expected);
    expect(result).not.toHaveProperty('problem');
  });

  it('gives none where the rules want none', () => {
    expect(paths({ otherwise: 'none' })).toEqual({ paths: [] });
  });

  it.each([
    ['more than 8 levels', Array(9).fill('x').join('/'), 'CATEGORY_TOO_DEEP'],
    ['a name over 50 characters', `Brakes/${'x'.repeat(51)}`, 'CATEGORY_NAME_TOO_LONG'],
    ['a level without a name', 'Brakes//Drums', 'CATEGORY_NAME_EMPTY'],
    ['a level that this part leaves empty', 'Brakes/{{vmrs}}', 'CATEGORY_NAME_EMPTY'],
    ['one bad path of two', ['Brakes', ''.padEnd(51, 'x')], 'CATEGORY_NAME_TOO_LONG'],
  ])('holds a part with %s', (_, path, code) => {
    expect(paths(to(path))).toMatchObject({ paths: [], problem: { code } });
  });

  it('keeps 8 levels and names of 50 characters', () => {
    const path = Array(8).fill('x'.repeat(50));
    expect(paths(to(path.join('/'))).paths).toEqual([path]);
  });

  it('refuses a path with a name that is no field', () => {
    const rules = Rules.parse({ categories: to('{{colour}}') });
    expect(() => compileCategories(rules.categories)).toThrow(
      expect.objectContaining({ code: 'BAD_TEMPLATE' }),
    );
  });

  it('never gives a path that BigCommerce does not take', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 60 }), { maxLength: 10 }),
        fc.boolean(),
        (categoryPath, mapped) => {
          const result = paths(mapped ? to('A/{{category}}') : {}, { categoryPath });
          for (const path of result.paths) {
            expect(path.length).toBeLessThanOrEqual(8);
            for (const name of path) expect(name.length >= 1 && name.length <= 50).toBe(true);
          }
        },
      ),
    );
  });
});
