/** Where a key comes from. */
export interface SecretSource {
  /** Asked again only after the service refused the key. Rejects with a `TtpdError` that says what to do. */
  read(): Promise<string>;
  /** For hints, never the value: `TTPD_FINDITPARTS_API_KEY`. */
  describe(): string;
}

/** How a service wants its key. `Bearer` tokens go in `Authorization`. */
export interface Auth {
  header: 'X-API-Key' | 'X-Auth-Token' | 'Authorization';
  secret: SecretSource;
}
