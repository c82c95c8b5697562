import { maskPersonal } from './personal.ts';

/** Takes secrets out of everything that is shown or kept. Works on values, since paths miss (measured). */
export interface Redactor {
  /** From now on hidden everywhere. Shorter than 6 characters is ignored: it would blank half the output. */
  add(secret: string): void;
  scrub(text: string): string;
  /** A deep copy without secrets. Errors, maps, sets and cycles are survived. */
  scrubValue(value: unknown): unknown;
  /** For the audit log: `scrubValue`, and personal data masked as well. */
  scrubPersonal(value: unknown): unknown;
}

const SHORTEST = 6;
const HIDDEN = '***';
/** What does not show, and what it is shown as: put into a secret, it would hide the secret from us but not from people. */
const INVISIBLE = '[\\p{Cf}\\p{Cc}\\uFFFD]';
const HAS_INVISIBLE = new RegExp(INVISIBLE, 'u');

export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;
  /** The same with invisible characters in between. */
  let parted: RegExp | undefined;

  function add(secret: string): void {
    if (secret.length < SHORTEST) return;
    for (const form of formsOf(secret)) forms.add(form);
    // Longest first, or a short form would leave the rest of a longer one standing.
    const byLength = [...forms].sort((a, b) => b.length - a.length);
    pattern = new RegExp(byLength.map((form) => RegExp.escape(form)).join('|'), 'g');
    const partedForms = byLength.map((form) =>
      [...form].map((char) => RegExp.escape(char)).join(`${INVISIBLE}*`),
    );
    parted = new RegExp(partedForms.join('|'), 'gu');
  }

  function scrub(text: string): string {
    if (pattern === undefined || parted === undefined) return text;
    const scrubbed = text.replace(pattern, HIDDEN);
    return HAS_INVISIBLE.test(scrubbed.trimEnd()) ? scrubbed.replace(parted, HIDDEN) : scrubbed;
  }

  function scrubValue(value: unknown): unknown {
    return walk(value, new Set());
  }

  function walk(value: unknown, above: Set<object>): unknown {
    if (typeof value === 'string') return scrub(value);
    if (typeof value !== 'object' || value === null)
      return typeof value === 'function' ? '[function]' : value;
    if (above.has(value)) return '[circular]';
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]';
    if (value instanceof Date) return value;
    const inside = new Set(above).add(value);
    if (Array.isArray(value)) return value.map((item) => walk(item, inside));
    if (value instanceof Map) return walk(Object.fromEntries(value), inside);
    if (value instanceof Set) return walk([...value], inside);
    const entries = value instanceof Error ? errorEntries(value) : Object.entries(value);
    return Object.fromEntries(entries.map(([key, child]) => [scrub(key), walk(child, inside)]));
  }

  return { add, scrub, scrubValue, scrubPersonal: (value) => maskPersonal(scrubValue(value)) };
}

function errorEntries(error: Error): [string, unknown][] {
  const { name, message, stack, cause } = error;
  return [
    ...Object.entries({ name, message, stack, ...(cause !== undefined && { cause }) }),
    ...Object.entries(error),
  ];
}

/** A secret as it is, and as URLs, JSON and base64 (at any of the three offsets in a longer text) write it. */
function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const forms = [
    secret,
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('hex'),
  ];
  for (const offset of [0, 1, 2]) {
    const base64 = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString('base64');
    // The first and last characters also hold bits of the neighbours.
    const core = base64.replace(/=+$/, '').slice(offset === 0 ? 0 : offset + 1, -1);
    forms.push(core, core.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms.filter((form) => form.length >= SHORTEST);
}
