/** Words that stand where a number is still to come; every real number has a digit. */
const PLACEHOLDER =
  /^(tba|tbd|n\.?\/?a|none|null|nil|pending|unknown|awaiting|not|no|to be|see|eta|est|will|call|x+)\b/i;
const ADDRESS = /:\/\/|www\.|@/i;
/** As short as numbers get that stand beside another without a comma. */
const SHORTEST_OF_SEVERAL = 6;

/**
 * The tracking numbers in what a supplier writes in one field: none where it holds a placeholder (`TBA`, `N/A`, `0`, a
 * link), several where they are joined by commas, semicolons, bars or lines, or, each being long enough to be one, by
 * slashes or blanks. A number that is printed in groups stays one.
 */
export function trackingNumbersIn(text: string | null): string[] {
  const parts = (text ?? '').split(/[,;|\r\n\t]+/).flatMap(partsOf);
  return [...new Map(parts.map((number) => [comparable(number), number])).values()];
}

/** Services print numbers in their own case and spacing. */
export function comparable(trackingNumber: string): string {
  return trackingNumber.replaceAll(/\s+/g, '').toLowerCase();
}

function partsOf(part: string): string[] {
  const text = part.trim().replaceAll(/\s+/g, ' ');
  if (PLACEHOLDER.test(text) || ADDRESS.test(text)) return [];
  const several = text.split(/ ?[/&+] ?| and | /i).filter(Boolean);
  const isJoined =
    several.length > 1 && several.every((it) => it.length >= SHORTEST_OF_SEVERAL && isNumber(it));
  return (isJoined ? several : [text]).filter(isNumber);
}

function isNumber(text: string): boolean {
  return /[1-9]/.test(text);
}
