import { printable } from '../../common/printable.ts';
import type { Fitment, Part } from '../../finditparts/supplier.ts';
import type { ShownPart } from '../../library/search.ts';
import type { Theme } from '../../terminal/theme.ts';

/** More of each would push the price off the screen; `--json` has all. */
const SHOWN = 12;

/** A page about one part: what the supplier says, and what the store has. */
export function partDetails(
  part: Part,
  shown: ShownPart,
  inStore: { id: number; price: string; stock: number; visible: boolean } | null,
  theme: Theme,
): string {
  const { details, offer } = part;
  const money = [
    shown.list && `list ${shown.list}`,
    shown.cost && `cost ${shown.cost}`,
    shown.core && `core ${shown.core}`,
  ];
  const places = (offer?.stock?.locations ?? []).map(
    ({ name, code, quantity }) => `${name ?? code} ${quantity ?? 'unknown'}`,
  );
  const lines: [string, string | null | undefined][] = [
    ['SKU', `${shown.sku}   part ${part.id}`],
    ['Price', `${money.filter(Boolean).join(', ') || 'unknown'} ${shown.currency ?? ''}`],
    ['Stock', `${shown.stock ?? 'unknown'}${places.length > 0 ? ` (${places.join(', ')})` : ''}`],
    ['Weight', shown.weight],
    ['Condition', [part.condition, part.status].filter(Boolean).join(', ')],
    ['Category', part.categoryPath.join(' / ') || part.category],
    ['Superseded', part.supersededBy],
    ['Fits', list((details?.fitment ?? []).map(fitText))],
    ['Replaces', list((details?.interchange ?? []).map(({ brand, partNumber }) => `${brand} ${partNumber}`))],
    ['Attributes', list((details?.attributes ?? []).map(({ name, value }) => `${name}: ${value}`))],
    ['Images', list((details?.images ?? []).map(({ url }) => url))],
    [
      'In store',
      inStore
        ? `product ${inStore.id}, price ${inStore.price}, stock ${inStore.stock}${inStore.visible ? '' : ', hidden'}`
        : 'no',
    ],
  ];
  return [
    theme.strong(printable([part.brand, part.partNumber, part.name ?? ''].join(' ').trim())),
    ...(part.description ? [printable(part.description)] : []),
    ...lines
      .filter(([, value]) => value)
      .map(([label, value]) => `${label.padEnd(11)} ${printable(value ?? '')}`),
  ].join('\n');
}

function list(entries: readonly string[]): string {
  const more = entries.length > SHOWN ? `; … ${entries.length - SHOWN} more` : '';
  return entries.slice(0, SHOWN).join('; ') + more;
}

function fitText(fit: Fitment): string {
  switch (fit.kind) {
    case 'vehicle':
      return [fit.year, fit.make, fit.model, fit.engine].filter(Boolean).join(' ');
    case 'component':
      return `${fit.make} ${fit.model}`;
    case 'universal':
      return 'universal';
  }
}
