import { createHash } from 'node:crypto';
import type { Fitment, Part } from '../finditparts/supplier.ts';
import type { NameAndValue } from '../product/field-names.ts';
import type { Rules } from './schema.ts';

/**
 * BigCommerce's limit (docs/facts/bigcommerce-catalog.md#metafields), kept in bytes so that it holds however it is
 * counted.
 */
const LIMIT = 65_535;

/** Key → value, by the rules. */
export type Metafields = Record<string, string>;

/**
 * What themes, search apps and ttpd itself need to know and no field of the store can hold: JSON under short keys. Lists
 * that are too long for one value go on in the next: `fitment_1`, `fitment_2`, each a list of its own. None of it
 * without the part's details.
 * @param leftOut attributes that did not fit into custom fields
 */
export function metafieldsOf(
  { metafields: wanted }: Pick<Rules, 'metafields'>,
  part: Part,
  leftOut: readonly NameAndValue[],
): Metafields {
  const { details } = part;
  if (!details) return {};
  return {
    ...(wanted.fitment ? listed('fitment', details.fitment.map(wireFit)) : {}),
    ...(wanted.interchange
      ? listed(
          'interchange',
          details.interchange.map(({ brand, partNumber, note }) => known({ brand, partNumber, note })),
        )
      : {}),
    ...(wanted.attributes
      ? listed(
          'attributes',
          leftOut.map(({ name, value }) => ({ name, value })),
        )
      : {}),
    ...(wanted.kit ? listed('kit', (details.kit ?? []).map(known)) : {}),
    ...(wanted.supersededBy && part.supersededBy ? { superseded_by: part.supersededBy } : {}),
    ...(wanted.supplier ? { [SUPPLIER]: supplierFacts(part) } : {}),
  };
}

export const SUPPLIER = 'supplier';

/**
 * Where the product comes from, for ttpd and the people who support it: the supplier's id, when it last changed the
 * part, a hash of its details, and weight and size in its own units.
 */
function supplierFacts({ id, updatedAt, details, weight, dimensions: size }: Part): string {
  const measures = known({
    weight: weight && `${weight.value.toFixed()} ${weight.unit}`,
    size: size && known({ ...sides(size), unit: size.unit }),
  });
  const hash = createHash('sha256').update(JSON.stringify(details)).digest('hex').slice(0, 32);
  return JSON.stringify({ ...known({ id, updatedAt }), hash, ...measures });
}

function sides({ length, width, height }: NonNullable<Part['dimensions']>) {
  return { length: length?.toFixed(), width: width?.toFixed(), height: height?.toFixed() };
}

/** Rows of a vehicle and of an axle or a brake stand side by side; universal is said. */
function wireFit(fit: Fitment): object {
  const { kind, ...rest } = fit;
  return { type: kind, ...known(rest) };
}

/** One value, or as many as are needed. */
function listed(key: string, rows: readonly object[]): Metafields {
  if (rows.length === 0) return {};
  const values: string[] = [];
  let open: string[] = [];
  let bytes = 2;
  for (const row of rows) {
    const text = JSON.stringify(row);
    const size = Buffer.byteLength(text) + 1;
    if (bytes + size > LIMIT && open.length > 0) {
      values.push(`[${open.join(',')}]`);
      [open, bytes] = [[], 2];
    }
    open.push(text);
    bytes += size;
  }
  values.push(`[${open.join(',')}]`);
  if (values.length === 1) return { [key]: values[0] as string };
  return Object.fromEntries(values.map((value, i) => [`${key}_${i + 1}`, value]));
}

function known(row: object): object {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
}
