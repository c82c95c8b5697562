import { checkRequest } from './check-request.ts';
import { checkResponse } from './check-response.ts';
import { type Contract, loadContract } from './contract.ts';
import { type Exchange, startForwarder, type UpstreamAnswer } from './forward.ts';
import { type Report, sampleOf, type Violation } from './violation.ts';

export interface ValidatorOptions {
  /** The sandbox's URL, or any BigCommerce look-alike's. */
  upstream: string;
  /** The folder of the published specs, or the contract once read from it. */
  specs?: string | Contract;
}

export interface Validator {
  /** Takes the upstream's place: same paths, same answers. */
  url: string;
  violations(): Violation[];
  /** How often each operation was checked, by `METHOD /path-template`. */
  seen(): Record<string, number>;
  close(): Promise<void>;
}

const storePath = /^\/stores\/[^/]+\/(v[23])(\/.*)$/;

/**
 * Stands between a client and a BigCommerce look-alike and holds both against the published specs. It only looks:
 * traffic passes unchanged, and what does not fit is kept for the test to ask. Paths outside `/stores` (the supplier,
 * the sandbox's own switches) pass unseen.
 */
export async function startValidator({ upstream, specs }: ValidatorOptions): Promise<Validator> {
  const { index, schemas } = typeof specs === 'object' ? specs : loadContract(specs);
  const violations: Violation[] = [];
  const seen: Record<string, number> = {};

  function look(exchange: Exchange, answer: UpstreamAnswer): void {
    const [, version, path] = storePath.exec(exchange.path) ?? [];
    if (version === undefined || path === undefined) return;
    let operation = `${exchange.method} ${exchange.path}`;
    const reporter =
      (where: Violation['where']): Report =>
      (location, message, sample) =>
        violations.push({ operation, where, location, message, sample: sampleOf(sample) });
    try {
      const match = index.find(version, exchange.method, path);
      if (match.found === 'nothing') return void reporter('request')('path', 'is in no spec');
      if (match.found === 'path')
        return void reporter('request')('method', `is not documented here (${match.methods.join(', ')})`);
      operation = match.operation.id;
      seen[operation] = (seen[operation] ?? 0) + 1;
      checkRequest(exchange, match.operation, match.pathValues, schemas, reporter('request'));
      checkResponse(answer, match.operation, schemas, reporter('response'));
    } catch (error) {
      // A call that cannot be judged must not pass for a good one.
      reporter('request')('validator', `could not check this call: ${error}`);
    }
  }

  const forwarder = await startForwarder(upstream, look);
  return {
    url: forwarder.url,
    violations: () => [...violations],
    seen: () => ({ ...seen }),
    close: () => forwarder.close(),
  };
}
