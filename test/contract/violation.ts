export interface Violation {
  /** `GET /catalog/products/{product_id}`; the raw path when no spec has it. */
  operation: string;
  where: 'request' | 'response';
  /** `path`, `query.sku:in`, `header.accept`, `body/items/0/quantity`, `status`, `content-type`. */
  location: string;
  message: string;
  /** What was seen there, shortened. */
  sample: string;
}

/** Reports one fault; the caller has already said which operation and which side it is about. */
export type Report = (location: string, message: string, seen?: unknown) => void;

const sampleLength = 200;

export function sampleOf(seen: unknown): string {
  const text = typeof seen === 'string' ? seen : (JSON.stringify(seen) ?? '');
  return text.length > sampleLength ? `${text.slice(0, sampleLength)}…` : text;
}

/** For a failed assertion: one line a violation. */
export function describeViolations(violations: readonly Violation[]): string[] {
  return violations.map(
    (v) => `${v.operation} ${v.where} ${v.location}: ${v.message}${v.sample === '' ? '' : ` (${v.sample})`}`,
  );
}
