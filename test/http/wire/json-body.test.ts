import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/http/watch/redact.ts';
import { toAnswer } from '../../../src/http/wire/answer.ts';
import { request } from '../requests.ts';

const where = { service: 'finditparts', redactor: createRedactor() } as const;

function read(text: string) {
  const raw = { status: 200, headers: { 'content-type': 'application/json' }, bytes: Buffer.from(text) };
  return toAnswer(raw, request(), where).body;
}

describe('numbers of a service', () => {
  it.each([
    '12345678901234567890',
    '-9007199254740993',
    '9007199254740993',
    '1e400',
    '1e-400',
    '1234.5600000000000001',
    '0.1234567890123456789',
    '123456789012345678e3',
  ])('%s, which a number cannot hold, stays as it was written', (text) => {
    expect(read(`{"id":${text},"list":[${text}, ${text} ]}`)).toEqual({ id: text, list: [text, text] });
    expect(read(text)).toBe(text);
  });

  it.each([
    '0',
    '-0.00',
    '12.50',
    '1500.00',
    '1.5e3',
    '1E+2',
    '1.0e-7',
    '9007199254740991',
    '9007199254740992',
    '0.1',
    '0.10000000000000001',
    '0.1000000000000000055511151231257827',
    '0.30000000000000004',
    '1.7976931348623157e308',
  ])('%s, which a number holds as written, is a number', (text) => {
    expect(read(`{"a":${text}}`)).toEqual({ a: Number(text) });
  });

  it('text that looks like a number is left alone', () => {
    const body = { a: '12345678901234567890', b: 'x, 12345678901234567890 and 1e400', c: ':1e400' };
    expect(read(JSON.stringify(body))).toEqual(body);
  });
});

describe('keys of a service', () => {
  const violation = (text: string) => () => read(text);

  it.each([
    '{"list":"900.00","list":"0.01"}',
    '{"parts":[{"a":1},{"price":{"list":1,"x":2,"list" : 2}}]}',
    '{"a":1,"\\u0061":2}',
    '{"a":{"b":1},"a":{"b":2}}',
    '{"list\\\\":1,"a":1,"a":2}',
  ])('%s gives one key two values: CONTRACT, unknown', (text) => {
    expect(violation(text)).toThrow(
      expect.objectContaining({
        code: 'CONTRACT',
        outcome: 'unknown',
        status: 200,
        message: expect.stringMatching(/^FinditParts answered .*differently than agreed: .*(list|a).* twice/),
      }),
    );
  });

  it.each(['{"__proto__":{"price":1}}', '[{"a":{"__proto__":null}}]', '{"\\u005f_proto__":1}'])(
    '%s: CONTRACT',
    (text) => {
      expect(violation(text)).toThrow(expect.objectContaining({ code: 'CONTRACT' }));
    },
  );

  it.each([
    '{"a":{"x":1},"b":{"x":2},"c":[{"x":1},{"x":2}]}',
    '{"a":"\\"a\\":1","b":":","":":1","c":"\\\\"}',
    '{"constructor":1,"toString":2,"hasOwnProperty":3}',
  ])('%s is as agreed', (text) => {
    expect(read(text)).toEqual(JSON.parse(text));
  });
});
