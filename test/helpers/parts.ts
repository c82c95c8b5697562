import { Big } from 'big.js';
import type { Part } from '../../src/finditparts/supplier.ts';

/** A part that maps without complaint; tests change what they are about. */
export function aPart(changes: Partial<Part> = {}): Part {
  return {
    id: 'FP-1',
    partNumber: '3600AX',
    brand: 'Gunite',
    name: 'Brake Drum 16.5x7',
    description: 'Outboard mount, balanced.',
    category: 'brakes',
    categoryPath: ['Brakes', 'Brake Drums'],
    condition: 'new',
    status: 'active',
    supersededBy: null,
    gtin: null,
    weight: { value: new Big('112'), unit: 'lb' },
    dimensions: null,
    packQuantity: null,
    minimumQuantity: null,
    hazmat: false,
    prop65: null,
    countryOfOrigin: null,
    vmrs: null,
    updatedAt: '2026-11-01T00:00:00Z',
    offer: {
      price: {
        currency: 'USD',
        list: new Big('146.20'),
        account: new Big('97.40'),
        map: null,
        core: null,
        breaks: [],
        asOf: null,
      },
      stock: { total: 12, locations: [], asOf: null },
    },
    ...changes,
  };
}

export const TARGET = { currency: 'USD', weightUnit: 'LBS', lengthUnit: 'Inches' };
