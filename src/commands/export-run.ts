import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { storeRows, supplierRows } from '../catalog/export/export.ts';
import type { Selection } from '../catalog/select.ts';
import type { Context } from '../context/context.ts';
import type { Outcome } from '../context/run-feature.ts';
import type { ProductRow } from '../csv/csv-row.ts';
import { writeWhole } from '../csv/write-file.ts';
import { notCarried, writeProducts } from '../csv/writer.ts';
import { defined } from '../defined.ts';
import { ExitCode, type Problem } from '../errors.ts';
import { printable } from '../printable.ts';
import { count } from '../terminal/words.ts';
import { createStoreMapper } from './engine.ts';
import type { ExportFlags } from './export-csv.ts';
import { readSkus } from './read-skus.ts';

const PROBLEMS_KEPT = 1_000;

/** Reads one side and writes the file as it comes; a file is there only when it is whole. */
export async function exportProducts(context: Context, file: string, flags: ExportFlags): Promise<Outcome> {
  const { format, columns, source } = flags;
  const { store: client, supplier } = await context.services();
  const store = await client.store.information(context.stop.drain);
  const problems: Problem[] = [];
  const onProblem = (problem: Problem) => {
    if (problems.length < PROBLEMS_KEPT) problems.push(problem);
  };
  if (columns === undefined) for (const problem of lossOf(format)) context.view.say(problem);
  const engine = {
    store: client,
    supplier,
    concurrency: context.settings.concurrency,
    drain: context.stop.drain,
    emit: context.emit,
  };
  const rows =
    source === 'store'
      ? storeRows(engine, selectionOf(flags))
      : supplierRows(engine, selectionOf(flags), (await createStoreMapper(context, store)).mapper, onProblem);

  let written = 0;
  async function* counted(): AsyncGenerator<ProductRow> {
    for await (const row of rows) {
      written += 1;
      yield row;
    }
  }
  const options = defined({
    columns,
    delimiter: flags.delimiter,
    excel: flags.excel,
    neutralise: flags.raw ? false : undefined,
    weightUnit: store.weightUnits,
    lengthUnit: store.dimensionUnits,
    currency: store.currency,
    shopUrl: store.secureUrl || undefined,
  });
  const chunks = writeProducts(format, counted(), options, onProblem);
  context.emit({ type: 'stage', stage: 'read', total: null });
  const bytes =
    file === '-'
      ? await toStdout(context, chunks)
      : await writeWhole(file, chunks, { overwrite: flags.force === true });
  context.emit({ type: 'stage-done', stage: 'read', done: written });
  const where = file === '-' ? '' : ` in ${printable(file)}`;
  const text = `${count(written, 'product')}${where} (${format}, ${bytes.toLocaleString('en-US')} bytes)`;
  if (file === '-') context.view.say(text);
  return {
    exitCode: ExitCode.Done,
    result: { file: file === '-' ? null : file, format, rows: written, bytes },
    problems,
    text: file === '-' ? '' : text,
  };
}

/** Said before, so that nobody takes the file for a copy of the store. */
function lossOf(format: ExportFlags['format']): string[] {
  const lost = notCarried(format);
  return [
    'Note   No CSV carries metafields, bulk prices, modifiers, or how options are displayed.',
    ...(lost.length > 0 ? [`Note   The ${format} format has no column for ${lost.join(', ')}.`] : []),
  ];
}

function selectionOf({ category, brand, query, vehicle, skus, limit }: ExportFlags): Selection {
  const selection: Selection = defined({ category, brand, query, vehicle, limit });
  const isAll = !category && !brand && !query && !vehicle;
  return { ...selection, ...(skus ? { skus: readSkus(skus) } : isAll ? { all: true } : {}) };
}

/** stdout stays open: it is the process's. `ttpd export-csv | head` has seen enough. */
async function toStdout({ host }: Context, chunks: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  async function* counted() {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  await pipeline(Readable.from(counted()), host.streams.stdout, { end: false }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    },
  );
  return bytes;
}
