import { describe, expect, it } from 'vitest';
import { isDuplicateName, isDuplicateSku, problemText } from '../../src/bigcommerce/problem.ts';
import { ServiceError } from '../../src/http/errors/service-error.ts';

function refused(status: number, body: unknown): ServiceError {
  return new ServiceError(status === 409 ? 'CONFLICT' : 'INVALID_REQUEST', `answered ${status}`, {
    service: 'bigcommerce',
    endpoint: 'POST /v3/catalog/products',
    outcome: 'refused',
    status,
    body,
  });
}

const SKU = {
  status: 409,
  title: 'The product sku is a duplicate',
  errors: { sku: 'The product sku is a duplicate' },
};
const NAME = { status: 409, title: 'The product name is a duplicate', errors: {} };

describe('bigcommerce/problem', () => {
  it.each([
    [SKU, 'The product sku is a duplicate'],
    [
      { status: 422, title: 'Missing Required Fields', errors: { price: 'Please provide a price.' } },
      'Missing Required Fields; price: Please provide a price.',
    ],
    [{ title: 'Bad', errors: { a: { b: 1 } } }, 'Bad; a: {"b":1}'],
    [
      [{ status: 400, message: 'No zip' }, { status: 400, message: 'No zip' }, { message: 'No name' }],
      'No zip; No name',
    ],
    [{ title: 'Input is invalid', detail: 'Syntax error' }, 'Input is invalid; Syntax error'],
    [{ errors: ['one', { title: 'two' }] }, 'one; two'],
    [
      { batch_errors: [{ title: 'Sku is not unique' }, { errors: { price: 'too low' } }] },
      'Sku is not unique; price: too low',
    ],
    [
      { data: {}, errors: { status: 207, title: 'Inventory was not saved', errors: {} } },
      'Inventory was not saved',
    ],
    ['<html>', undefined],
    [null, undefined],
    [{}, undefined],
    [{ errors: [null, 5] }, '5'],
  ])('finds the words in %j', (body, words) => {
    expect(problemText(body)).toBe(words);
  });

  it('tells a taken SKU from a taken name', () => {
    expect([isDuplicateSku(refused(409, SKU)), isDuplicateName(refused(409, SKU))]).toEqual([true, false]);
    expect([isDuplicateSku(refused(409, NAME)), isDuplicateName(refused(409, NAME))]).toEqual([false, true]);
    expect(isDuplicateSku(refused(409, { title: 'Sku is not unique' }))).toBe(true);
    expect(
      isDuplicateName(refused(422, { title: 'Invalid', errors: { name: 'Category name already in use' } })),
    ).toBe(true);
  });

  it.each([
    refused(409, { title: 'The category 5 does not exist' }),
    refused(400, SKU),
    new Error('The product sku is a duplicate'),
    undefined,
  ])('sees no duplicate in %s', (error) => {
    expect([isDuplicateSku(error), isDuplicateName(error)]).toEqual([false, false]);
  });
});
