/** Longer than this is no request to wait but a mistake, and is not followed at all. */
const ABSURD_MS = 24 * 3_600_000;

const IMF_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How long an answer asks us to stay away, milliseconds: the longest of `Retry-After` (seconds or an HTTP date),
 * `X-Retry-After` (seconds) and `X-Rate-Limit-Time-Reset-Ms`. `undefined` when none of them makes sense: `Date.parse`
 * takes "-5" for a date in 2001, so everything is matched strictly (docs/facts/reliability.md#retry-after).
 * @param now the wall clock, for dates; the answer's own `Date` is preferred, since ours may be wrong.
 */
export function retryAfterMs(headers: Record<string, string>, now: Date): number | undefined {
  const serverNow = httpDate(headers.date) ?? now.getTime();
  const retryAfter = headers['retry-after'];
  const date = httpDate(retryAfter);
  const asked = [
    wholeNumber(retryAfter, 1000),
    date === undefined ? undefined : date - serverNow,
    wholeNumber(headers['x-retry-after'], 1000),
    wholeNumber(headers['x-rate-limit-time-reset-ms'], 1),
  ].filter((ms) => ms !== undefined && ms > 0 && ms <= ABSURD_MS);
  return asked.length === 0 ? undefined : Math.max(...asked.map(Number));
}

function wholeNumber(text: string | undefined, unitMs: number): number | undefined {
  return text !== undefined && /^\s*\d{1,12}\s*$/.test(text) ? Number(text) * unitMs : undefined;
}

function httpDate(text: string | undefined): number | undefined {
  if (text === undefined || !IMF_DATE.test(text.trim())) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
