import { Conditions } from './conditions.ts';
import { unknownFilters } from './errors.ts';

export type Query = Readonly<Record<string, string>>;

/** What one query name asks of the WHERE clause. */
export type Filter = (where: Conditions, value: string, name: string) => void;

export type Filters = Readonly<Record<string, Filter>>;

/**
 * Refuses every query name but those handled: a filter passed over would answer 200 with rows that were not asked for,
 * or delete them, and a test of ttpd would take that for its own success.
 */
export function refuseOthers(query: Query, handled: readonly string[]): void {
  const others = Object.keys(query).filter((name) => !handled.includes(name));
  if (others.length > 0) throw unknownFilters(others);
}

/** The filters among the query's names, whatever else it holds. */
export function conditionsOf(query: Query, filters: Filters): Conditions {
  const where = new Conditions();
  for (const [name, filter] of Object.entries(filters)) {
    const value = query[name];
    if (value !== undefined) filter(where, value, name);
  }
  return where;
}

/** The same, where the query may hold nothing but filters and `controls`. */
export function readFilters(query: Query, filters: Filters, controls: readonly string[] = []): Conditions {
  refuseOthers(query, [...Object.keys(filters), ...controls]);
  return conditionsOf(query, filters);
}
