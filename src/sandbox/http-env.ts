import type { HttpBindings } from '@hono/node-server';

/** What the middleware hands to the handlers, and Node's own objects below them. */
export interface HttpEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The API account that asks; set once it is let in. */
    client: string;
    /** The fault `207`: save the product, lose its stock and its URL. */
    isPartial?: boolean;
    /** The connection was cut on purpose: there is no answer to count. */
    isCut?: boolean;
  };
}
