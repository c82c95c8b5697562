/** More fields than a refusal is about: it repeats what was sent. */
const MOST_FIELDS = 6;
const UNTOLD = 'the rest of its words is kept nowhere, since it may quote the customer';

/**
 * What may be told of a refusal that is about a person: the names of fields that were sent, as far as it names them, and
 * its code. Never a word of its own: it may spell a name, a street or a number in any way, or cut it.
 * @param sent the request's body
 */
export function namedIn(body: unknown, sent: unknown): string | undefined {
  if (body === undefined || body === null || body === '') return undefined;
  const words = new Set(wordsOf(JSON.stringify(body)));
  const fields = [...new Set(keysOf(sent))].filter((key) => words.has(key.toLowerCase()));
  const code = codeOf(body, sent);
  const named = [
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(fields.length > 0 && fields.length <= MOST_FIELDS ? [`it names ${fields.join(', ')}`] : []),
  ];
  return `${[...named, UNTOLD].join('; ')}.`;
}

/** A short number, or words joined by underscores, none of which was sent as a value. */
function codeOf(body: unknown, sent: unknown): string | undefined {
  const values = new Set(valuesOf(sent).flatMap(wordsOf));
  const parts = [body].flat().flatMap((part) => (isRecord(part) ? [part, part.error] : []));
  const codes = parts.flatMap((part) => (isRecord(part) ? [part.errno, part.code] : []));
  return codes
    .filter((code) => typeof code === 'string' || typeof code === 'number')
    .map(String)
    .find(
      (code) =>
        (/^\d{1,3}$/.test(code) || (sent !== undefined && /^[a-z]+(_[a-z]+)+$/i.test(code))) &&
        !code.split('_').some((word) => word.length > 2 && values.has(word.toLowerCase())),
    );
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  return isRecord(value) ? Object.entries(value).flatMap(([key, child]) => [key, ...keysOf(child)]) : [];
}

function valuesOf(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
