import { checkContent } from './bodies.ts';
import type { UpstreamAnswer } from './forward.ts';
import type { Operation } from './operations.ts';
import type { SchemaStore } from './schemas.ts';
import type { Report } from './violation.ts';

export function checkResponse(
  answer: UpstreamAnswer,
  operation: Operation,
  schemas: SchemaStore,
  report: Report,
): void {
  const { status } = answer;
  const documented = operation.answers[status] ?? operation.answers.default;
  if (documented === undefined) {
    // Rate limits, gateways and rights stand before every call and are documented for few: any 4xx or 5xx may come.
    if (status < 400)
      report('status', `is not documented (${Object.keys(operation.answers).join(', ')})`, status);
    return;
  }
  // What a 5xx carries is the infrastructure's, HTML as often as not; a documented 4xx is the service's own word.
  const { content } = documented;
  if (status >= 500 || content === undefined || Object.keys(content).length === 0) return;
  checkContent(answer, content, 'response', operation, schemas, report);
}
