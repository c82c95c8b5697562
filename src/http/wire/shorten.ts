const LONGEST_TEXT = 2000;
const MOST_ITEMS = 100;

/** A foreign value small enough to keep in an error: strings to 2,000 characters, lists to 100 items. */
export function shorten(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map(shorten);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST_ITEMS)
      .map(([key, child]) => [key, shorten(child)]),
  );
}
