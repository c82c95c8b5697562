import { wholeNumber } from '../json.ts';
import { invalid } from './errors.ts';
import type { Filter, Filters } from './filters.ts';
import { commaList, idList } from './paging.ts';

/** A field that is kept in the row's JSON only; `fallback` is the SQL of what its absence is shown as. */
export function docField(field: string, fallback: string): string {
  return `coalesce(json_extract(doc, '$.${field}'), ${fallback})`;
}

export function equal(column: string): Filter {
  return (where, value) => where.add(`${column} = ?`, value);
}

/** For the `*_key` columns, which hold lower case. */
export function equalKey(column: string): Filter {
  return (where, value) => where.add(`${column} = ?`, value.toLowerCase());
}

export function contains(column: string): Filter {
  return (where, value) => where.add(`${column} LIKE ? ESCAPE '\\'`, likePattern(value));
}

export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

export function numeric(column: string, operator = '='): Filter {
  return (where, value, name) => where.add(`${column} ${operator} ?`, number(name, value));
}

/** `x:min`, `x:max`, `x:greater` and `x:less`. */
export function bounds(name: string, column: string): Filters {
  return {
    [`${name}:min`]: numeric(column, '>='),
    [`${name}:max`]: numeric(column, '<='),
    [`${name}:greater`]: numeric(column, '>'),
    [`${name}:less`]: numeric(column, '<'),
  };
}

/** `x:min` and `x:max` of a time: answered in whole seconds, so the upper bound takes the whole second in. */
export function dates(name: string, column: string): Filters {
  return {
    [`${name}:min`]: (where, value, each) => where.add(`${column} >= ?`, date(each, value)),
    [`${name}:max`]: (where, value, each) => where.add(`${column} < ?`, date(each, value) + 1000),
  };
}

export function flag(column: string): Filter {
  return (where, value, name) => where.add(`${column} = ?`, truth(name, value));
}

/** A flag that is asked for as 1 or 0, not as true or false (docs/facts/bigcommerce-api.md#requests). */
export function digit(column: string): Filter {
  return (where, value, name) => {
    if (value !== '0' && value !== '1') throw invalid({ [name]: 'must be 1 or 0' });
    where.add(`${column} = ?`, Number(value));
  };
}

/** A day, or a second of it. */
export function onDate(column: string, not: 'NOT' | '' = ''): Filter {
  return (where, value, name) => {
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
    const start = isDay ? Date.parse(value) : date(name, value);
    where.add(
      `${not} coalesce(${column} >= ? AND ${column} < ?, 0)`,
      start,
      start + (isDay ? 86_400_000 : 1000),
    );
  };
}

export function idIn(column: string): Filter {
  return (where, value, name) => where.addIn(column, idList(name, value));
}

export function idNotIn(column: string): Filter {
  return (where, value, name) => where.addNotIn(column, idList(name, value));
}

export function textIn(column: string): Filter {
  return (where, value) => where.addIn(column, commaList(value));
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw invalid({ [name]: 'must be a number' });
  return value;
}

function truth(name: string, text: string): number {
  if (!['true', 'false', '1', '0'].includes(text)) throw invalid({ [name]: 'must be true or false' });
  return text === 'true' || text === '1' ? 1 : 0;
}

/**
 * ISO 8601 or Unix seconds (docs/facts/bigcommerce-api.md#requests). A date alone means that day at the present time of
 * day.
 */
function date(name: string, text: string): number {
  const unix = wholeNumber(text);
  if (unix !== undefined) return unix * 1000;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const ms = Date.parse(isDay ? `${text}${new Date().toISOString().slice(10)}` : text);
  if (Number.isNaN(ms)) throw invalid({ [name]: 'must be an ISO 8601 date' });
  return ms;
}
