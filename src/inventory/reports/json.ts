import { CLASSES } from '../findings.ts';
import type { Report } from './report.ts';

/** The numbers and every finding, one a line. */
export async function* jsonReport({ store, currency, comparison, failure, findings }: Report) {
  const head = JSON.stringify({ schemaVersion: 1, store, currency, ...comparison, failure }, null, 2);
  yield `${head.slice(0, -2)},\n  "items": [`;
  let separator = '\n';
  for await (const found of findings(CLASSES)) {
    yield `${separator}    ${JSON.stringify(found)}`;
    separator = ',\n';
  }
  yield `${separator === '\n' ? '' : '\n  '}]\n}\n`;
}
