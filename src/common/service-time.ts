const HAS_ZONE = /(?:z|[+-]\d{2}:?\d{2}|gmt|utc?)\s*$/i;
const IS_DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A time as a service writes it, milliseconds since 1970. Without a zone it is of `timeZone`, never of the machine's own,
 * so that a laptop in Tokyo and a job in UTC read the same. `NaN`: not a time.
 */
export function serviceTime(text: string, timeZone = 'UTC'): number {
  const written = text.trim();
  if (HAS_ZONE.test(written)) return Date.parse(written);
  const isIso = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}/i.test(written);
  const inUtc = IS_DATE.test(written) ? written : isIso ? `${written.replace(' ', 'T')}Z` : `${written} UTC`;
  return inZone(Date.parse(inUtc), timeZone);
}

/** With its zone, where it has none: `2026-11-27T14:49:35.000Z`. What is no time stays as it is. */
export function withZone(text: string, timeZone: string): string {
  if (HAS_ZONE.test(text)) return text;
  const ms = serviceTime(text, timeZone);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString();
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** When clocks of the zone show what those of UTC show at `shown`. */
function inZone(shown: number, timeZone: string): number {
  if (Number.isNaN(shown) || timeZone === 'UTC') return shown;
  return shown - aheadOfUtc(shown - aheadOfUtc(shown, timeZone), timeZone);
}

/** Milliseconds. */
function aheadOfUtc(ms: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const of = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = of;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}
