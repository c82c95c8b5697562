import { invalid } from './errors.ts';
import type { Query } from './filters.ts';

/** `sort` by one of the columns, and `direction`. Always ends in the id, so that pages neither repeat nor miss a row. */
export function readOrder(query: Query, columns: Readonly<Record<string, string>>): string {
  const direction = readDirection(query);
  const { sort } = query;
  if (sort === undefined) return `ORDER BY id ${direction}`;
  if (!Object.hasOwn(columns, sort))
    throw invalid({ sort: `must be one of ${Object.keys(columns).join(', ')}` });
  return `ORDER BY ${columns[sort]} ${direction}, id ${direction}`;
}

export function readDirection(query: Query): 'asc' | 'desc' {
  const direction = (query.direction ?? 'asc').toLowerCase();
  if (direction !== 'asc' && direction !== 'desc') throw invalid({ direction: 'must be asc or desc' });
  return direction;
}
