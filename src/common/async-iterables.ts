import pMap from 'p-map';

/** The rows until the signal aborts; what was taken before is still finished. */
export async function* until<T>(signal: AbortSignal, rows: AsyncIterable<T> | Iterable<T>): AsyncIterable<T> {
  for await (const row of rows) {
    if (signal.aborted) return;
    yield row;
  }
}

/** @param weigh what a row takes of `size`; one that takes more than there is makes a batch of its own */
export async function* batches<T>(
  rows: AsyncIterable<T>,
  size: number,
  weigh: (row: T) => number = () => 1,
): AsyncIterable<T[]> {
  let batch: T[] = [];
  let room = size;
  for await (const row of rows) {
    const weight = weigh(row);
    if (weight > room && batch.length > 0) {
      yield batch;
      [batch, room] = [[], size];
    }
    batch.push(row);
    room -= weight;
  }
  if (batch.length > 0) yield batch;
}

/**
 * Works on `concurrency` items at once and reads no further ahead. When one fails for the whole run, nothing new is
 * taken and the rest under way is waited for, so that no row's end is lost.
 */
export async function inParallel<T>(
  items: AsyncIterable<T> | Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  let failure: { error: unknown } | undefined;
  await pMap(
    until(stop.signal, items),
    async (item) => {
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
        stop.abort();
      }
    },
    { concurrency },
  );
  if (failure) throw failure.error;
}

/** One walk in several goes: each takes the rows up to the given count from the beginning. */
export function take<T>(rows: AsyncIterable<T>): { upTo(count: number): AsyncIterable<T> } {
  const iterator = rows[Symbol.asyncIterator]();
  let taken = 0;
  return {
    async *upTo(count) {
      while (taken < count) {
        const next = await iterator.next();
        if (next.done) return;
        taken += 1;
        yield next.value;
      }
    },
  };
}
