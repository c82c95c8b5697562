import type { z } from 'zod';
import { printableLine } from '../../common/printable.ts';
import { contractBroken } from '../errors/attempt-errors.ts';
import type { HttpAnswer, Service } from '../send/send.ts';

/**
 * The body as the schema's type. Throws a `ServiceError` CONTRACT that names the field when the service no longer keeps
 * its contract; the request itself has been answered, so its outcome is `unknown`, not failed.
 */
export function parseAnswer<T extends z.ZodType>(
  schema: T,
  answer: HttpAnswer,
  call: { service: Service; endpoint: string },
): z.output<T> {
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const [issue, ...others] = parsed.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? 'the body' : `field ${fieldPath(issue.path)}`;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw contractBroken(call, `${at}: ${printableLine(issue?.message ?? '')}${more}`, {
    status: answer.status,
    ...(answer.requestId !== undefined && { requestId: answer.requestId }),
  });
}

/** `data[3].price` */
function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${printableLine(String(part), 60)}`,
    )
    .join('');
}
