import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/http/watch/redact.ts';

function redactorOf(...secrets: string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

describe('scrub', () => {
  it('any secret, in any form, at any place', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 10, maxLength: 40, unit: 'grapheme-ascii' }),
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        (secret, before, after) => {
          const redactor = redactorOf(secret);
          const forms = [
            secret,
            encodeURIComponent(secret),
            encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase()),
            JSON.stringify(secret).slice(1, -1),
            new URLSearchParams({ secret }).toString(),
            Buffer.from(secret).toString('base64'),
            Buffer.from(secret).toString('base64url'),
            Buffer.from(`user:${secret}`).toString('base64'),
            Buffer.from(`us:${secret}`).toString('base64'),
            Buffer.from(`u:${secret}`).toString('base64'),
          ];
          for (const form of forms) {
            const core = form.replace(/=+$/, '');
            expect(redactor.scrub(before + form + after)).not.toContain(core);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('the longer of two overlapping secrets leaves nothing behind', () => {
    expect(redactorOf('abcdef', 'abcdefghij').scrub('x abcdefghij y')).toBe('x *** y');
  });

  it('ignores secrets that are too short to be told from text', () => {
    expect(redactorOf('', 'on', 'abcde').scrub('on and on: abcde')).toBe('on and on: abcde');
  });

  it('without secrets leaves text as it is', () => {
    expect(createRedactor().scrub('text')).toBe('text');
  });
});

describe('scrubValue', () => {
  const redactor = redactorOf('canary-secret');

  it('goes into keys, lists, maps, sets, errors with causes, and survives cycles', () => {
    const error = new Error('with canary-secret', { cause: new Error('canary-secret below') });
    const value: Record<string, unknown> = {
      list: ['canary-secret', { 'canary-secret': 1 }],
      map: new Map([['a', 'canary-secret']]),
      set: new Set(['canary-secret']),
      error,
      bytes: Buffer.from('canary-secret'),
      date: new Date(0),
      number: 5,
      nothing: null,
    };
    value.self = value;

    const scrubbed = redactor.scrubValue(value);

    expect(inspect(scrubbed, { depth: 20, showHidden: true })).not.toContain('canary-secret');
    expect(scrubbed).toMatchObject({ date: new Date(0), number: 5, nothing: null, self: '[circular]' });
  });

  it("keeps a product's data, which the audit log masks only where it is a person's", () => {
    const product = { name: 'Brake Drum', errors: { name: 'The product name is a duplicate' } };
    expect(redactor.scrubValue(product)).toEqual(product);
    expect(redactor.scrubPersonal(product)).toEqual(product);
  });
});

describe('scrubPersonal', () => {
  it('leaves initials, the mail domain and two digits', () => {
    const address = {
      first_name: 'Ann Mary',
      lastName: 'Smith',
      email: 'ann.smith@example.com',
      phone: '+1 (555) 010-4477',
      street_1: '12 Main Street',
      addressLine2: 'Suite 5',
      city: 'Omaha',
      company: null,
    };
    expect(
      createRedactor().scrubPersonal({ billing_address: address, items: [{ recipient_name: 'Bob' }] }),
    ).toEqual({
      billing_address: {
        first_name: 'A*** M***',
        lastName: 'S***',
        email: 'a***@example.com',
        phone: '***77',
        street_1: '1*** M*** S***',
        addressLine2: 'S*** 5***',
        city: 'Omaha',
        company: null,
      },
      items: [{ recipient_name: 'B***' }],
    });
  });
});
