import { printable } from '../../common/printable.ts';

/**
 * A field's value on a line of `width` characters, for people: lists one after the other, a category as a path, an image
 * by its address, a metafield that ttpd wrote by its number, and any other shape as JSON. No value is a dash.
 */
export function fieldValue(value: unknown, width: number): string {
  const text = textOf(value);
  return printable(text.length <= width ? text : `${text.slice(0, width - 1)}…`);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return Array.isArray(value) ? value.map(entryOf).join('; ') : entryOf(value);
}

function entryOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return String(entry);
  if (Array.isArray(entry) && entry.every((step) => typeof step === 'string')) return entry.join(' / ');
  if ('url' in entry) return String(entry.url);
  // What the snapshot keeps of a metafield says nothing of its value.
  if ('hash' in entry && 'id' in entry) return `metafield ${String(entry.id)}`;
  return JSON.stringify(entry);
}
