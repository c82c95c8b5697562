import { describe, expect, it } from 'vitest';
import { parseRules } from '../../src/rules/load.ts';
import { when } from './price-texts.ts';

describe('a name in a condition that no part has', () => {
  const warned = (text: string) => parseRules(text).warnings.map(({ message }) => message);
  const BRANDS = 'brands: { Gunite: { aliases: [GUNITE CORP] }, Freightliner: {} }\n';

  it.each([
    [
      'an alias',
      `${when('brand: [Webb, gunite corp]')}${BRANDS}`,
      'ttpd.yaml:3:43 price.rules[0].when.brand[1]: matches no part: "gunite corp" is another spelling of Gunite; write Gunite',
    ],
    [
      'a misspelt brand',
      `categories: { map: [{ when: { brand: Freigthliner }, path: A }] }\n${BRANDS}`,
      'ttpd.yaml:1:38 categories.map[0].when.brand: matches parts of the brand "Freigthliner" alone; did you mean Freightliner?',
    ],
    [
      'a misspelt brand of the trade',
      'weight: { defaults: [{ when: { brand: Meritorr }, weight: 1 lb }] }\n',
      'ttpd.yaml:1:39 weight.defaults[0].when.brand: matches parts of the brand "Meritorr" alone; did you mean Meritor?',
    ],
    [
      'a misspelt category',
      when('category: braks'),
      'ttpd.yaml:3:39 price.rules[0].when.category: matches the category "braks" alone; did you mean brakes?',
    ],
    [
      'the name of a category',
      when('category: Brake Drums'),
      'ttpd.yaml:3:39 price.rules[0].when.category: "Brake Drums" is no category of the supplier: they are one word, such as wheel-ends',
    ],
  ])('is warned of: %s', (_, text, message) => {
    expect(warned(text)).toEqual([message]);
  });

  it.each([
    ['brand: gunite'],
    ['brand: MERITOR'],
    ['brand: Acme'],
    ['brand: WIX'],
    ['category: Brakes'],
    ['category: tools'],
  ])('is none: %s', (condition) => {
    expect(warned(when(condition) + BRANDS)).toEqual([]);
  });
});
