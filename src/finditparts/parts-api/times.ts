import { withZone } from '../../common/service-time.ts';
import type { Offer, Part } from '../supplier.ts';

/** When prices and stock are from, with a zone: whoever compares them need not know whose clock wrote them. */
export function createTimes(timeZone: string) {
  const zoned = <Of extends { asOf: string | null }>(it: Of): Of =>
    it.asOf === null ? it : { ...it, asOf: withZone(it.asOf, timeZone) };

  function ofOffer({ price, stock }: Offer): Offer {
    return { price: price && zoned(price), stock: stock && zoned(stock) };
  }

  return {
    ofOffer,
    ofPart: (part: Part): Part => (part.offer ? { ...part, offer: ofOffer(part.offer) } : part),
  };
}
