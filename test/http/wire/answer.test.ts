import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseAnswer } from '../../../src/http/wire/answer.ts';
import { errorText } from '../../../src/http/wire/error-text.ts';

const Page = z.object({ data: z.array(z.object({ sku: z.string(), price: z.number() })) });
const where = { service: 'bigcommerce', endpoint: 'GET /v3/catalog/products' } as const;

describe('parseAnswer', () => {
  it('gives the typed body, unknown fields passing', () => {
    const body = { data: [{ sku: 'A', price: 1, extra: true }], meta: {} };
    expect(parseAnswer(Page, { status: 200, headers: {}, body }, where).data[0]?.sku).toBe('A');
  });

  it('CONTRACT names service, endpoint and field in one sentence', () => {
    const body = {
      data: [
        { sku: 'A', price: 1 },
        { sku: 'B', price: '12,50' },
        { sku: 7, price: null },
      ],
    };
    expect(() => parseAnswer(Page, { status: 200, headers: {}, body, requestId: 'r1' }, where)).toThrow(
      expect.objectContaining({
        code: 'CONTRACT',
        outcome: 'unknown',
        requestId: 'r1',
        message: expect.stringMatching(
          /^BigCommerce answered GET \/v3\/catalog\/products differently than agreed: field data\[1\]\.price: .* \(and 2 more\)\.$/,
        ),
      }),
    );
  });

  it('a body that is missing altogether', () => {
    expect(() => parseAnswer(Page, { status: 204, headers: {}, body: undefined }, where)).toThrow('the body');
  });
});

describe('errorText', () => {
  it.each([
    [
      'BigCommerce V3',
      { status: 409, title: 'Conflict', errors: { name: 'is a duplicate' } },
      'Conflict; name: is a duplicate',
    ],
    ['BigCommerce V2', [{ status: 413, message: 'Too many' }, { message: 'really' }], 'Too many; really'],
    ['a message', { message: 'No such part' }, 'No such part'],
    ['an error', { error: { code: 7, message: 'Bad id' } }, 'Bad id'],
    ['an error in text', { error: 'nope' }, 'nope'],
    ['text', 'plain\u0000 text', 'plain\uFFFD text'],
  ])('%s', (_, body, text) => {
    expect(errorText(body)).toBe(text);
  });

  it.each([undefined, null, '', 7.5e300, {}, [], { data: 1 }])(
    '%j says nothing, or no more than it is',
    (body) => {
      expect(errorText(body)?.length ?? 0).toBeLessThan(30);
    },
  );

  it('is cut at 200 characters', () => {
    expect(errorText({ message: 'x'.repeat(5000) })).toHaveLength(200);
  });
});
