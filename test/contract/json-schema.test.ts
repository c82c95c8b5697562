import { describe, expect, it } from 'vitest';
import { toJsonSchema } from './json-schema.ts';
import type { Schema } from './openapi.ts';

const unresolved = (schema: Schema) => schema;
const convert = (schema: Schema, side: 'request' | 'response' = 'response') =>
  toJsonSchema(schema, side, 'base', unresolved);

describe('toJsonSchema', () => {
  it('lets null into a nullable enum', () => {
    const schema = { type: 'string', nullable: true, enum: ['a'] };
    expect(convert({ properties: { kind: schema } })).toEqual({
      properties: { kind: { ...schema, enum: ['a', null] } },
    });
  });

  it('turns boolean exclusive bounds into numbers, and drops those that are false', () => {
    expect(convert({ minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false })).toEqual({
      exclusiveMinimum: 0,
      maximum: 9,
    });
  });

  it('asks a request for nothing readOnly, and an answer for nothing writeOnly', () => {
    const properties = { id: { readOnly: true }, secret: { writeOnly: true }, name: {} };
    const schema = { allOf: [{ properties, required: ['id', 'secret', 'name'] }] };
    expect(convert(schema, 'request')).toMatchObject({ allOf: [{ required: ['secret', 'name'] }] });
    expect(convert(schema, 'response')).toMatchObject({ allOf: [{ required: ['id', 'name'] }] });
  });

  it('points references at the side’s own schemas, without their siblings', () => {
    const schema = { items: { $ref: '#/components/schemas/a', maxLength: 1 } };
    expect(convert(schema)).toEqual({ items: { $ref: 'base#/components/schemas/a' } });
  });

  it('drops samples and prose, but not properties of the same name', () => {
    const schema = {
      description: 'x',
      example: { $ref: 1 },
      properties: { description: { type: 'string' } },
    };
    expect(convert(schema)).toEqual({ properties: { description: { type: 'string' } } });
  });
});
