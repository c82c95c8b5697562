import { concernsTheRun, isForbiddenItem, ServiceError } from '../http/errors/service-error.ts';
import { problemText } from './problem.ts';

/** What became of one row of a batch. */
export type RowResult<Saved> = { ok: Saved } | { error: ServiceError };

/** Answers that blame something in the rows. 401, 429, 5xx and unknown outcomes are about the call, a 403 may be either. */
const BLAMES_ROWS: readonly (number | undefined)[] = [207, 400, 404, 409, 413, 422];

/** From here on, rows that were named twice share one answer; fewer are tried alone, as a name may stand there by chance. */
const NAMED_TOGETHER = 10;

export interface Batch<Row, Saved> {
  /** Writes the rows in one call and says what was saved, in their order; rejects when the call was refused. */
  write(rows: readonly Row[]): Promise<RowResult<Saved>[]>;
  /** Whether the service's words name this row; such rows are tried apart from the rest before halves are. */
  isNamed?(row: Row, words: string): boolean;
}

/**
 * Writes a batch whose failure does not say which row is at fault (docs/facts/bigcommerce-catalog.md#batches): a
 * refused batch is halved until each bad row stands alone with the service's own words, so that every good row is
 * written. Writing a row again must be harmless. One bad row in ten costs at most 7 more calls.
 */
export async function bisect<Row, Saved>(
  rows: readonly Row[],
  batch: Batch<Row, Saved>,
): Promise<RowResult<Saved>[]> {
  const results = new Map<number, RowResult<Saved>>();
  /** The call failed while others of the batch had their end: what is left is not sent. */
  let stop: ServiceError | undefined;
  const write = async (indexes: readonly number[]) => {
    const written = await batch.write(indexes.map((index) => rows[index] as Row));
    indexes.forEach((index, at) => {
      results.set(index, written[at] as RowResult<Saved>);
    });
  };

  /** `known`: these rows hold a bad one for sure, so asking for all of them again would tell nothing. */
  async function settle(indexes: readonly number[], known = false, blamed = false): Promise<boolean> {
    if (stop) {
      for (const index of indexes) results.set(index, { error: notSent(stop) });
      return false;
    }
    let words = '';
    let isTooLarge = false;
    if (!known || indexes.length === 1) {
      const error = await refusal(() => write(indexes));
      if (error === undefined) return indexes.every((index) => 'ok' in (results.get(index) ?? {}));
      if (!blamesRows(error)) {
        if (results.size === 0 || concernsTheRun(error)) throw error;
        stop = error;
        for (const index of indexes) results.set(index, { error });
        return false;
      }
      words = problemText(error.body) ?? '';
      // That many rows are too many; none of them need be bad.
      isTooLarge = error.status === 413;
      const isTrusted = blamed && indexes.length >= NAMED_TOGETHER;
      if (indexes.length === 1 || (isTrusted && named(indexes, words).length === indexes.length)) {
        for (const index of indexes) results.set(index, { error });
        return false;
      }
    }
    const apart = named(indexes, words);
    if (apart.length > 0 && apart.length < indexes.length) {
      const rest = indexes.filter((index) => !apart.includes(index));
      await settle(rest);
      await settle(apart, false, true);
      return false;
    }
    const middle = indexes.length >> 1;
    const isLeftGood = await settle(indexes.slice(0, middle));
    await settle(indexes.slice(middle), isLeftGood && !isTooLarge);
    return false;
  }

  function named(indexes: readonly number[], words: string): number[] {
    if (words === '') return [];
    return indexes.filter((index) => batch.isNamed?.(rows[index] as Row, words));
  }

  if (rows.length > 0) await settle(rows.map((_, index) => index));
  return rows.map((_, index) => results.get(index) as RowResult<Saved>);
}

async function refusal(work: () => Promise<void>): Promise<ServiceError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function blamesRows(error: ServiceError): boolean {
  return BLAMES_ROWS.includes(error.status) || isForbiddenItem(error);
}

/** Of a row that the call did not come to. It may be sent again as it is. */
function notSent({ code, message, service, endpoint }: ServiceError): ServiceError {
  const words = `It was not sent, since another row of its batch failed: ${message}`;
  return new ServiceError(code, words, { service, endpoint, outcome: 'refused' });
}
