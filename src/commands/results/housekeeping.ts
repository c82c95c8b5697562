import { z } from 'zod';
import { count, text } from './values.ts';

/** Settings, the ledger and the sandbox. */
export const HOUSEKEEPING = {
  'config list': z.strictObject({
    settings: z.array(z.strictObject({ key: text, value: z.unknown(), origin: text })),
  }),
  'config init': z.strictObject({ file: text }),
  'config path': z.strictObject({ config: text, ledger: text, sandbox: text, audit: text }),
  'ledger check': z.strictObject({ file: text, bytes: count, plans: count, runs: count, sound: z.boolean() }),
  'ledger backup': z.strictObject({ file: text, bytes: count }),
  'sandbox serve': z.strictObject({ url: z.url() }),
  'sandbox reset': z.strictObject({ reset: z.literal(true) }),
};
