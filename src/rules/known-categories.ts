/**
 * Category slugs for "did you mean". The supplier's contract has no call that lists them; these are the VMRS systems
 * that heavy-duty catalogues are arranged by (docs/facts/parts-domain.md#vmrs). Others work too: the supplier decides.
 */
export const CATEGORIES: readonly string[] = [
  'air-conditioning',
  'air-intake',
  'body',
  'brakes',
  'cab',
  'charging',
  'clutch',
  'cooling',
  'coupling',
  'cranking',
  'driveline',
  'electrical',
  'engine',
  'exhaust',
  'filters',
  'frame',
  'fuel',
  'lighting',
  'steering',
  'suspension',
  'tires',
  'transmission',
  'wheel-ends',
];
