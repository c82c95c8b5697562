import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Headers } from './forward.ts';
import type { Side } from './json-schema.ts';
import type { DocumentedAnswer } from './openapi.ts';
import type { Operation } from './operations.ts';
import type { SchemaStore } from './schemas.ts';
import type { Report } from './violation.ts';

export interface Message {
  headers: Headers;
  body: Buffer;
}

type Content = NonNullable<DocumentedAnswer['content']>;

/** A body that was sent, against the types and schemas documented for it. */
export function checkContent(
  { headers, body }: Message,
  documented: Content,
  side: Side,
  operation: Operation,
  schemas: SchemaStore,
  report: Report,
): void {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  const content = documented[type];
  if (content === undefined) {
    report('content-type', `must be ${Object.keys(documented).join(' or ')}`, type);
    return;
  }
  // Multipart (image files) is checked by its type only: the spec describes the parts, not their encoding.
  if (type !== 'application/json' && !type.endsWith('+json')) return;
  let value: unknown;
  try {
    value = JSON.parse(unpacked(body, headers['content-encoding']).toString('utf8'));
  } catch {
    report('body', 'is not JSON', body.toString('utf8'));
    return;
  }
  if (content.schema !== undefined)
    schemas.check(content.schema, side, operation.spec, value, 'body', report);
}

/** The traffic is passed on as it came; only this copy is unpacked. */
function unpacked(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  if (encoding === 'br') return brotliDecompressSync(body);
  if (encoding === 'deflate') return inflateSync(body);
  return body;
}
