import { printable } from '../../common/printable.ts';

/** A line for each part of a run's result that fits on one; `--json` has it whole. */
export function resultLines(result: unknown): string[] {
  return Object.entries(result ?? {}).flatMap(([key, value]) => {
    const text = flat(value);
    return text === undefined ? [] : [`${key.padEnd(12)} ${printable(text)}`];
  });
}

function flat(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return String(value ?? '–');
  if (Array.isArray(value)) return undefined;
  const parts = Object.entries(value).filter(([, each]) => typeof each !== 'object' && each !== 0);
  return parts.length === 0 ? undefined : parts.map(([key, each]) => `${key} ${String(each)}`).join(' · ');
}
