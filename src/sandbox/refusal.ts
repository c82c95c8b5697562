/** A request turned down: thrown anywhere in a handler, undoes the transaction, becomes the answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  /** An empty value takes a header away that was set before. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`Refused with ${status}`);
    this.name = 'Refusal';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}
