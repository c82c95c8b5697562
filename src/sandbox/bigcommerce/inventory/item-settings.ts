import { isObject } from '../../json.ts';
import type { Store } from '../../world.ts';
import { problem } from '../errors.ts';
import { flag, integer, type Rule, text } from '../rules.ts';
import { itemOf } from './adjustment-input.ts';
import type { StockedItem } from './stock.ts';

const MOST_ITEMS = 2000;
const MOST = 2_147_483_647;

const RULES: Readonly<Record<string, Rule>> = {
  safety_stock: integer(0, MOST),
  warning_level: integer(0, MOST),
  is_in_stock: flag,
  bin_picking_number: text(255),
};

export interface SettingsChange {
  item: StockedItem;
  changes: Record<string, unknown>;
}

/** The body of `PUT /inventory/locations/{id}/items` (inventory spec): what is not named stays as it is. */
export function readSettings(world: Store, body: unknown): SettingsChange[] {
  if (!isObject(body) || !Array.isArray(body.settings) || body.settings.length === 0)
    throw refused('settings', 'must be a list with at least one item');
  if (body.settings.length > MOST_ITEMS) throw refused('settings', `at most ${MOST_ITEMS}`);
  return body.settings.map((entry: unknown, n) => readOne(world, entry, `setting.${n}`));
}

function readOne(world: Store, entry: unknown, where: string): SettingsChange {
  if (!isObject(entry) || !isObject(entry.identity)) throw refused(`${where}.identity`, 'is required');
  const { identity, ...changes } = entry;
  if (Object.keys(changes).length === 0) {
    const words = 'At least one setting must be specified: warning_level, is_in_stock or safety_stock';
    throw refused(`${where}.settings`, words);
  }
  for (const [name, value] of Object.entries(changes)) {
    const wrong = Object.hasOwn(RULES, name) ? RULES[name]?.(value) : 'is not a known setting';
    if (wrong !== undefined) throw refused(`${where}.${name}`, wrong);
  }
  return { item: itemOf(world, identity, where), changes };
}

function refused(field: string, words: string) {
  return problem(422, 'Payload contains invalid fields', { [field]: words });
}
