import { Big } from 'big.js';
import type { Part } from '../finditparts/supplier.ts';
import { plainText } from './sanitize.ts';

/** The part with every text of it as plain words, whatever field it is, so that no new one can be forgotten. */
export function plainPart(part: Part): Part {
  // The long text has a cleaning of its own, where it becomes HTML or words.
  return { ...plain(part), description: part.description };
}

function plain<T>(value: T): T;
function plain(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (typeof value !== 'object' || value === null || value instanceof Big) return value;
  if (Array.isArray(value)) {
    const each = value.map(plain);
    return each.some((one, i) => one !== value[i]) ? each : value;
  }
  // Most parts are plain as they come: what does not change is not made anew.
  let changed: Record<string, unknown> | undefined;
  for (const [name, before] of Object.entries(value)) {
    const after = name === 'url' ? before : plain(before);
    if (after === before) continue;
    changed ??= { ...value };
    changed[name] = after;
  }
  return changed ?? value;
}
