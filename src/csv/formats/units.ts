import { Big } from 'big.js';
import { convertLength, convertWeight } from '../../rules/units.ts';
import type { ReadContext, ValueType } from '../values.ts';
import { exactDecimal } from '../values.ts';

/** A weight in a unit that the format or the header says, and not in the store's. */
export const weightIn = (unit: string): ValueType<string> =>
  inUnit((value, context) => convertWeight(value, unit, context.weightUnit));

export const lengthIn = (unit: string): ValueType<string> =>
  inUnit((value, context) => convertLength(value, unit, context.lengthUnit));

const inUnit = (convert: (value: Big, context: ReadContext) => Big | null): ValueType<string> => ({
  ...exactDecimal,
  parse(it, context) {
    const value = exactDecimal.parse(it, context);
    if (value === undefined) return undefined;
    const converted = convert(new Big(value), context);
    return converted?.toFixed() ?? context.fail('CSV_UNIT', 'has a unit that the store’s cannot be made of');
  },
});

/** Of the store's unit in grams, to four decimals; `undefined` where the unit is not known. */
export function inGrams(weight: string, storeUnit: string): string | undefined {
  return convertWeight(new Big(weight), storeUnit, 'g')?.toFixed();
}

/** What feeds and other shops take, by what the store calls it (docs/facts/csv-formats.md#google-merchant). */
const WEIGHT_UNITS: Readonly<Record<string, 'lb' | 'oz' | 'g' | 'kg'>> = {
  ...{ lb: 'lb', lbs: 'lb', pound: 'lb', pounds: 'lb', oz: 'oz', ounce: 'oz', ounces: 'oz' },
  ...{ g: 'g', gram: 'g', grams: 'g', kg: 'kg', kgs: 'kg', kilogram: 'kg', kilograms: 'kg' },
};
const LENGTH_UNITS: Readonly<Record<string, 'in' | 'cm' | 'mm' | 'm'>> = {
  ...{ in: 'in', inch: 'in', inches: 'in', cm: 'cm', centimeter: 'cm', centimeters: 'cm' },
  ...{ mm: 'mm', millimeters: 'mm', m: 'm' },
};

/** The store's unit as others know it, else one that they do and that the store's is made into by `inCommonUnit`. */
export function commonWeightUnit(storeUnit: string): 'lb' | 'oz' | 'g' | 'kg' {
  return WEIGHT_UNITS[storeUnit.trim().toLowerCase()] ?? 'kg';
}

export function commonLengthUnit(storeUnit: string): 'in' | 'cm' | 'mm' | 'm' {
  return LENGTH_UNITS[storeUnit.trim().toLowerCase()] ?? 'cm';
}

/** A weight in `commonWeightUnit`; `undefined` where the store's unit is not known. */
export function inCommonUnit(weight: string, storeUnit: string): string | undefined {
  if (storeUnit.trim().toLowerCase() in WEIGHT_UNITS) return weight;
  return convertWeight(new Big(weight), storeUnit, commonWeightUnit(storeUnit))?.toFixed();
}
