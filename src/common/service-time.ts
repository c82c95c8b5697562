const HAS_ZONE = /(?:z|[+-]\d{2}:?\d{2}|gmt|utc?)\s*$/i;

/**
 * A time as a service writes it, milliseconds since 1970. Without a zone it is UTC, so that a laptop in Tokyo and a job
 * in UTC read the same. `NaN`: not a time.
 */
export function serviceTime(text: string): number {
  const written = text.trim();
  if (HAS_ZONE.test(written) || /^\d{4}-\d{2}-\d{2}$/.test(written)) return Date.parse(written);
  const isIso = /^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}/i.test(written);
  return Date.parse(isIso ? `${written.replace(' ', 'T')}Z` : `${written} UTC`);
}
