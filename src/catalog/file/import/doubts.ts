import type { ProductRow } from '../../../csv/csv-row.ts';
import type { StoreEntry } from '../../store/reader.ts';
import type { Taxonomy } from '../../store/taxonomy.ts';
import type { Report } from './row-problems.ts';

/** Names that may be several are told of where the store does not know them: a category or a brand would be made of each. */
export async function tellDoubts(
  row: ProductRow,
  theirs: StoreEntry | undefined,
  taxonomy: Taxonomy,
  report: Report,
): Promise<void> {
  for (const { name, problem } of row.doubts ?? [])
    if (!(await isKnown(name, row, theirs, taxonomy))) report.problems.push(problem);
}

async function isKnown(
  name: string,
  { brand, categories }: ProductRow,
  theirs: StoreEntry | undefined,
  taxonomy: Taxonomy,
): Promise<boolean> {
  const isCategory = (categories ?? []).some((path) =>
    path.some((each, level) => each === name && taxonomy.idOf(path.slice(0, level + 1)) !== undefined),
  );
  if (isCategory || brand !== name) return isCategory;
  return theirs?.fields.brand?.toLowerCase() === name.toLowerCase() || taxonomy.hasBrand(name);
}
