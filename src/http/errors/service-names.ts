import type { Service } from '../send/send.ts';

/** As people write them. */
export const SERVICE_NAMES: Record<Service, string> = {
  finditparts: 'FinditParts',
  bigcommerce: 'BigCommerce',
  webhook: 'The webhook',
};
