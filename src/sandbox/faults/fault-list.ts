import { unit } from '../catalogue/hash.ts';
import { endpointName } from '../endpoint.ts';
import { type FaultSpec, parseFault } from './parse.ts';

interface Armed {
  spec: FaultSpec;
  matched: number;
  fired: number;
}

export interface FaultReport {
  fault: string;
  matched: number;
  fired: number;
}

/** The faults in force. Chance is drawn from the seed and the count of matches, so a run can be repeated. */
export class FaultList {
  #armed: Armed[] = [];
  #seed = 1;

  constructor(texts: readonly string[] = []) {
    this.replace(texts);
  }

  /** Nothing changes when one of them cannot be read. */
  replace(texts: readonly string[], seed = 1): void {
    this.#armed = texts.map((text) => ({ spec: parseFault(text), matched: 0, fired: 0 }));
    this.#seed = seed;
  }

  /** Adds to those in force. */
  arm(text: string): void {
    if (this.#armed.some(({ spec }) => spec.text === text)) return;
    this.#armed.push({ spec: parseFault(text), matched: 0, fired: 0 });
  }

  /** The faults this request meets: any delays, and the first of the others. */
  meet(service: 'fp' | 'bc', method: string, path: string): FaultSpec[] {
    const names = [`${method} ${path}`, endpointName(method, path)];
    const met: FaultSpec[] = [];
    for (const [n, armed] of this.#armed.entries()) {
      const { spec } = armed;
      if (spec.service !== '*' && spec.service !== service) continue;
      if (!names.some((name) => name.includes(spec.filter))) continue;
      if (spec.kind !== 'latency' && met.some((other) => other.kind !== 'latency')) continue;
      armed.matched += 1;
      if (!this.#fires(armed, n)) continue;
      armed.fired += 1;
      met.push(spec);
    }
    return met;
  }

  /** It fired, and nothing came of it. */
  withdraw(spec: FaultSpec): void {
    const armed = this.#armed.find((each) => each.spec === spec);
    if (armed) armed.fired -= 1;
  }

  report(): FaultReport[] {
    return this.#armed.map(({ spec, matched, fired }) => ({ fault: spec.text, matched, fired }));
  }

  #fires({ spec: { rate }, matched }: Armed, n: number): boolean {
    if (rate.kind === 'always') return true;
    if (rate.kind === 'first') return matched <= rate.count;
    if (rate.kind === 'nth') return matched === rate.n;
    return unit(matched, this.#seed * 1009 + n) < rate.share;
  }
}
