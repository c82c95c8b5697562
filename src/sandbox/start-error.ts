/** The sandbox cannot start because of what it was told: `message` is a sentence for whoever told it. */
export class StartError extends Error {
  readonly what: 'fault' | 'port' | 'data';

  constructor(what: StartError['what'], message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'StartError';
    this.what = what;
  }
}
