import { printable } from '../common/printable.ts';
import type { FormatName } from './csv-row.ts';
import type { Format } from './format.ts';
import { FORMAT_TABLES, formatNamed } from './formats/all.ts';
import { bindHeader, missing } from './header.ts';
import { refuse } from './refuse.ts';

/** Written, and never read: what a merchant feed says is for shoppers. */
const WRITE_ONLY: ReadonlySet<FormatName> = new Set(['google']);

/**
 * The format of a file by its header: of those whose signature is there, the one that knows most of its columns.
 * @throws TtpdError CSV_FORMAT_UNKNOWN, CSV_WRONG_FORMAT (forced, and something is missing), CSV_WRITE_ONLY
 */
export function formatOf(columns: readonly string[], forced: FormatName | undefined, name: string): Format {
  if (forced !== undefined) return forcedFormat(columns, forced, name);
  const [best] = candidates(columns);
  if (best) return best.format;
  const seen = printable(columns.slice(0, 6).join(', ')).slice(0, 120);
  throw refuse(
    'CSV_FORMAT_UNKNOWN',
    `${name}: the first line has no header of a known format: ${seen}${columns.length > 6 ? ', …' : ''}.`,
    'A product file has at least a SKU column. For a supplier’s own headers, or none, use --map FILE; ' +
      `ttpd csv inspect ${name} writes one to start from.`,
  );
}

function candidates(columns: readonly string[]) {
  return FORMAT_TABLES.filter(
    (format) => !WRITE_ONLY.has(format.name) && missing(columns, format).length === 0,
  )
    .map((format) => ({ format, known: bindHeader(columns, format).known }))
    .filter(({ known }) => known > 1 || columns.length === 1)
    .sort((a, b) => b.known - a.known);
}

function forcedFormat(columns: readonly string[], forced: FormatName, name: string): Format {
  const format = formatNamed(forced);
  if (!format || WRITE_ONLY.has(forced))
    throw refuse('CSV_WRITE_ONLY', `${forced} files are written, not read.`, 'Use --map for their columns.');
  const absent = missing(columns, format);
  if (absent.length === 0) return format;
  const [like] = candidates(columns);
  throw refuse(
    'CSV_WRONG_FORMAT',
    `${name} is no ${forced} file: the column ${absent.join(' and ')} is missing.`,
    like ? `It looks like ${like.format.name}: leave --format out.` : 'Check the first line of the file.',
  );
}
