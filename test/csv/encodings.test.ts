import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { likelyEncoding } from '../../src/csv/likely-encoding.ts';
import { readAll } from './helpers.ts';

const TEXTS = [
  ['windows-1252', 'Bremsbeläge für Größe 5 – 12,50 €'],
  ['windows-1252', 'Pièce d’usure, référence à gauche'],
  ['macintosh', 'Pièce d’usure, référence à gauche, côté moteur'],
  ['windows-1250', 'Łożysko koła, śruba żółta'],
  ['windows-1250', 'Těsnění čerpadla, příruba'],
  ['windows-1251', 'Подшипник ступицы, Колодка'],
  ['koi8-r', 'Подшипник ступицы, Колодка'],
  ['shift_jis', 'ブレーキドラム、車輪用の部品'],
  ['gb18030', '刹车鼓,轮毂轴承和制动片'],
  ['euc-kr', '브레이크 드럼과 휠 베어링'],
] as const;

test.each(TEXTS)(
  '%s is named for what it is, and following that gives the letters: %s',
  async (encoding, name) => {
    const bytes = iconv.encode(`SKU,Name,Price\nA-1,"${name}",12.50\nB-1,Plain drum,3\n`, encoding);
    const error = await readAll(bytes).catch((refused: Error & { hint?: string }) => refused);
    expect(error).toMatchObject({ code: 'CSV_ENCODING' });
    expect('hint' in error && error.hint).toContain(`--encoding ${encoding}`);
    const { rows } = await readAll(bytes, { encoding });
    expect(rows).toMatchObject([{ name }, { name: 'Plain drum' }]);
  },
);

test('bytes that make good text in no encoding are not guessed at', () => {
  expect(likelyEncoding(Buffer.from([65, 0x81, 0x8d, 66, 0x90, 0x9d, 10, 0xfe, 0xff]))).toBeUndefined();
});
