/** `850 ms`, `12 s`, `3 min 20 s`, `2 h`: two units at most. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return units(minutes, 'min', seconds % 60, 's');
  return units(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function units(large: number, name: string, small: number, smallName: string): string {
  return small === 0 ? `${large} ${name}` : `${large} ${name} ${small} ${smallName}`;
}
