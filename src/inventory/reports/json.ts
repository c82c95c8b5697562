import { jsonText } from '../../common/json-text.ts';
import { CLASSES } from '../findings.ts';
import type { Report } from './report.ts';

/** The numbers and every finding, one a line. */
export async function* jsonReport({ store, currency, comparison, failure, findings }: Report) {
  const head = jsonText({ schemaVersion: 1, store, currency, ...comparison, failure }, 2);
  yield `${head.slice(0, -2)},\n  "items": [`;
  let separator = '\n';
  for await (const found of findings(CLASSES)) {
    yield `${separator}    ${jsonText(found)}`;
    separator = ',\n';
  }
  yield `${separator === '\n' ? '' : '\n  '}]\n}\n`;
}
