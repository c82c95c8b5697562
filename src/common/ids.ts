import { randomInt } from 'node:crypto';

/** No vowels and nothing that looks like something else: ids are read aloud and typed. */
const ALPHABET = '23456789bcdfghjkmnpqrstvwxz';

/** `261123-k7q2m`: the day, so that a list reads well, and enough chance for a day's runs. */
export function newId(date: Date): string {
  const day = date.toISOString().slice(2, 10).replaceAll('-', '');
  const tail = Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${day}-${tail}`;
}
