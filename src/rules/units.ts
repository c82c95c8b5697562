import { Big } from 'big.js';

/** Grams in one unit; the keys are what suppliers write and what BigCommerce's store settings say, in lower case. */
const GRAMS: Record<string, string> = {
  g: '1',
  gram: '1',
  grams: '1',
  kg: '1000',
  kgs: '1000',
  kilogram: '1000',
  kilograms: '1000',
  t: '1000000',
  tonne: '1000000',
  tonnes: '1000000',
  lb: '453.59237',
  lbs: '453.59237',
  pound: '453.59237',
  pounds: '453.59237',
  oz: '28.349523125',
  ounce: '28.349523125',
  ounces: '28.349523125',
};

const MILLIMETRES: Record<string, string> = {
  mm: '1',
  millimeters: '1',
  cm: '10',
  centimeter: '10',
  centimeters: '10',
  m: '1000',
  in: '25.4',
  inch: '25.4',
  inches: '25.4',
  ft: '304.8',
};

/** BigCommerce keeps four decimals (docs/facts/bigcommerce-api.md#answers). */
const DECIMALS = 4;

/** `null` when either unit is not known: a guess here is a wrong shipping cost. */
export function convertWeight(value: Big, from: string, to: string): Big | null {
  return convert(value, GRAMS[from.trim().toLowerCase()], GRAMS[to.trim().toLowerCase()]);
}

export function convertLength(value: Big, from: string, to: string): Big | null {
  return convert(value, MILLIMETRES[from.trim().toLowerCase()], MILLIMETRES[to.trim().toLowerCase()]);
}

function convert(value: Big, from: string | undefined, to: string | undefined): Big | null {
  if (!from || !to) return null;
  return new Big(value).times(from).div(to).round(DECIMALS, Big.roundHalfUp);
}
