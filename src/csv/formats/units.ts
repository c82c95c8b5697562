import { Big } from 'big.js';
import { convertLength, convertWeight } from '../../rules/units.ts';
import type { ReadContext, ValueType } from '../values.ts';
import { exactDecimal } from '../values.ts';

/** A weight in a unit that the format or the header says, and not in the store's. */
export function weightIn(unit: string): ValueType<string> {
  return inUnit((value, context) => convertWeight(value, unit, context.weightUnit));
}

export function lengthIn(unit: string): ValueType<string> {
  return inUnit((value, context) => convertLength(value, unit, context.lengthUnit));
}

function inUnit(convert: (value: Big, context: ReadContext) => Big | null): ValueType<string> {
  return {
    ...exactDecimal,
    parse(it, context) {
      const value = exactDecimal.parse(it, context);
      if (value === undefined) return undefined;
      const converted = convert(new Big(value), context);
      return (
        converted?.toFixed() ?? context.fail('CSV_UNIT', 'has a unit that the store’s cannot be made of')
      );
    },
  };
}

/** Of the store's unit in grams, to four decimals; `undefined` where the unit is not known. */
export function inGrams(weight: string, storeUnit: string): string | undefined {
  return convertWeight(new Big(weight), storeUnit, 'g')?.toFixed();
}
