import { stringify } from 'csv-stringify/sync';
import iconv from 'iconv-lite';
import type { Delimiter, Detected, Encoding } from './csv-row.ts';

/** Records turned into text together: a call each costs more than the text. */
const TOGETHER = 500;

export interface LineStyle {
  delimiter: Delimiter;
  lineEnding: Detected['lineEnding'];
  encoding: Encoding;
  bom: boolean;
}

/** Records as the bytes of a CSV file. */
export async function* toLines(
  records: AsyncIterable<readonly string[]>,
  { delimiter, lineEnding, encoding, bom }: LineStyle,
): AsyncGenerator<Buffer> {
  if (bom) yield encode('\uFEFF', encoding);
  let some: (readonly string[])[] = [];
  const take = () => {
    const text = stringify(some as string[][], {
      delimiter,
      record_delimiter: lineEnding,
      // Every line break, also one that ends no line here: other readers take it for an end.
      quote_record_delimiter: true,
    });
    some = [];
    return encode(text, encoding);
  };
  for await (const record of records) {
    some.push(record);
    if (some.length === TOGETHER) yield take();
  }
  if (some.length > 0) yield take();
}

function encode(text: string, encoding: Encoding): Buffer {
  return encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, encoding, { addBOM: false });
}
