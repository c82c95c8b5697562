import type { Clock } from '../clock.ts';
import type { Transport } from './attempt.ts';
import { classifyStatus } from './classify.ts';
import type { Redactor } from './redact.ts';
import { refusalError } from './refusal.ts';
import type { Send, Service } from './send.ts';

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
