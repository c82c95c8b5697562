type FaultService = 'fp' | 'bc' | '*';

type FaultKind =
  | 'status'
  | 'late-status'
  | 'latency'
  | 'lost-answer'
  | 'lost-request'
  | 'reset-body'
  | 'truncate'
  | 'html'
  | 'empty'
  | 'partial';

/** Every match, a share of them, the first so many, or only the n-th. */
type FaultRate =
  | { kind: 'always' }
  | { kind: 'share'; share: number }
  | { kind: 'first'; count: number }
  | { kind: 'nth'; n: number };

export interface FaultSpec {
  text: string;
  service: FaultService;
  kind: FaultKind;
  /** The status; the milliseconds of latency, those before a connection is cut, or those a 429 tells to wait. */
  status: number;
  value: number | undefined;
  rate: FaultRate;
  /** Substring of `METHOD /path`, with the ids or with `{id}` in their place. */
  filter: string;
}

const NAMED = ['lost-answer', 'lost-request', 'reset-body', 'truncate', 'html', 'empty', 'partial'] as const;
const GRAMMAR = 'write service:what[:rate][:filter], for example bc:429:5% or fp:503:3:GET /parts/search';

/** Reads `service:what[=value][:rate][:filter]`. The error says which piece is wrong. */
export function parseFault(text: string): FaultSpec {
  const [service = '', what = '', rate = '', ...filter] = text.split(':');
  if (service !== 'fp' && service !== 'bc' && service !== '*') {
    throw new Error(`Fault "${text}": the service must be fp, bc or *, not "${service}" (${GRAMMAR})`);
  }
  return { text, service, ...readKind(text, what), rate: readRate(text, rate), filter: filter.join(':') };
}

function readKind(text: string, what: string): Pick<FaultSpec, 'kind' | 'status' | 'value'> {
  const [name = '', amount] = what.split('=');
  const value = amount === undefined ? undefined : Number(amount);
  if (value !== undefined && (!Number.isInteger(value) || value < 0 || amount === '')) {
    throw new Error(`Fault "${text}": the value after = must be a whole number, not "${amount}"`);
  }
  if (name === 'latency') {
    if (value === undefined)
      throw new Error(`Fault "${text}": latency needs milliseconds, as in latency=2000`);
    return { kind: 'latency', status: 0, value };
  }
  const named = NAMED.find((kind) => kind === name);
  if (named) return { kind: named, status: 0, value };
  if (name === '207') return { kind: 'partial', status: 0, value };
  const [, late, digits] = /^(late-)?(\d{3})$/.exec(name) ?? [];
  const status = Number(digits ?? 0);
  if (status < 400 || status > 599) {
    throw new Error(
      `Fault "${text}": "${name}" is not a fault; use a status 400-599, late-500, 207, latency=ms, ${NAMED.join(', ')}`,
    );
  }
  return { kind: late === undefined ? 'status' : 'late-status', status, value };
}

function readRate(text: string, rate: string): FaultRate {
  if (rate === '' || rate === '*') return { kind: 'always' };
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(rate)?.[1];
  if (percent !== undefined && Number(percent) <= 100) return { kind: 'share', share: Number(percent) / 100 };
  const nth = /^@([1-9]\d*)$/.exec(rate)?.[1];
  if (nth !== undefined) return { kind: 'nth', n: Number(nth) };
  if (/^[1-9]\d*$/.test(rate)) return { kind: 'first', count: Number(rate) };
  throw new Error(
    `Fault "${text}": the rate must be a share (5%), a count (3), one occasion (@7) or *, not "${rate}"`,
  );
}
