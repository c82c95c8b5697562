import type { Clock } from '../../common/clock.ts';
import type { Transport } from '../send/attempt.ts';
import type { Send, Service } from '../send/send.ts';
import type { Redactor } from '../watch/redact.ts';
import { classifyStatus } from './classify.ts';
import { refusalError } from './refusal.ts';

/** From answers of any status to the contract of `Send`: a 2xx, or a `ServiceError`. */
export function withRefusals(
  send: Transport,
  { service, redactor, clock }: { service: Service; redactor: Redactor; clock: Clock },
): Send {
  return async (request) => {
    const answer = await send(request);
    const verdict = classifyStatus(answer.status);
    if (verdict === undefined) return answer;
    throw refusalError(answer, verdict, request, { service, redactor, now: clock.date() });
  };
}
