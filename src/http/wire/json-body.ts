import { printableLine } from '../../common/printable.ts';

/** What a 2xx answer's bytes turned out to be. `problem` completes the sentence "the answer …". */
export type ReadBody = { body: unknown } | { problem: string };

/** Deeper than any answer of either service; a bomb of brackets would overflow what walks it later. */
const DEEPEST = 64;

/** Reads JSON strictly: a wrong type, a wrong encoding, a cut or a far too deep document is a problem, never data. */
export function readJson(bytes: Uint8Array, status: number, contentType: string | undefined): ReadBody {
  if (status === 204 || status === 205) return { body: undefined };
  if (bytes.length === 0) return { problem: 'is empty' };
  const text = decode(bytes, contentType);
  if (text === undefined) return { problem: 'is not in the encoding it claims' };
  if (/\b(html|xml)\b/i.test(contentType ?? '') || /^\s*</.test(text)) {
    return { problem: `is a web page instead of JSON: "${printableLine(text)}"` };
  }
  try {
    const body: unknown = JSON.parse(text);
    return depthWithin(body, DEEPEST) ? { body } : { problem: `is nested deeper than ${DEEPEST} levels` };
  } catch {
    return { problem: `is not whole JSON: "${printableLine(text)}"` };
  }
}

/** The body of a refusal: JSON where it is, else text; never a problem of its own. */
export function readErrorBody(bytes: Uint8Array, contentType: string | undefined): unknown {
  const text = decode(bytes, contentType) ?? '';
  try {
    const body: unknown = JSON.parse(text);
    return depthWithin(body, DEEPEST) ? body : undefined;
  } catch {
    return text === '' ? undefined : printableLine(text, 2000);
  }
}

/** Text without its byte order mark; `undefined` when the bytes do not fit the encoding. */
function decode(bytes: Uint8Array, contentType: string | undefined): string | undefined {
  const label = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function depthWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((child) => depthWithin(child, levels - 1));
}
