import { fitmentOf, type WireFitment } from './fitment.ts';
import { between, hash, pick, SALT, unit } from './hash.ts';
import { type Identity, identityOf } from './identity.ts';
import type { Hazmat, Kind } from './kinds/kind.ts';
import { shareOf } from './kinds/systems.ts';
import type { Layout, Place } from './layout.ts';
import type { WireInventory, WirePrice } from './offers.ts';
import { attributesOf, descriptionOf, gtinOf, nameOf } from './text.ts';

/** A part as the search lists it (docs/finditparts-parts-api.yaml). */
export interface WirePart {
  id: string;
  part_number: string;
  brand: string;
  name: string;
  description: string;
  category: string;
  category_path: string[];
  condition: 'new' | 'reman' | 'used';
  status: 'active' | 'superseded' | 'discontinued';
  superseded_by: string | null;
  gtin: string | null;
  weight: { value: number; unit: string } | null;
  dimensions: { length: number; width: number; height: number; unit: string } | null;
  pack_quantity: number;
  minimum_quantity: number;
  hazmat: Hazmat | false | null;
  prop65: { required: boolean; warning: string | null } | null;
  country_of_origin: string | null;
  vmrs: string;
  updated_at: string;
  price?: WirePrice | null;
  inventory?: WireInventory | null;
}

/** What only the call for one part carries. */
export interface WireDetails {
  images: { url: string; description: string }[];
  attributes: { name: string; value: string }[];
  fitment: WireFitment[];
  interchange: { brand: string; part_number: string; note: string | null }[];
}

const FIRST_ID = 1_000_000;
const FIRST_CHANGE = Date.UTC(2025, 0, 6);
const CHANGE_SPAN_S = 300 * 86_400;
const COUNTRIES = ['US', 'US', 'US', 'MX', 'CN', 'CA', 'KR', 'IN', 'HU'] as const;
const WARNING = 'Cancer and Reproductive Harm - www.P65Warnings.ca.gov';

// "8 % of all parts" has to be reached by those kinds that come rebuilt at all; likewise packs.
const REBUILT_CHANCE = 0.08 / shareOf((kind) => kind.rebuilt === true);
const PACK_CHANCE = 0.06 / shareOf((kind) => kind.packed === true);

export function idOf(index: number): string {
  return `FP${FIRST_ID + index}`;
}

/** The index of a well-formed id, or -1. */
export function indexOf(id: string): number {
  return /^FP[1-9]\d{6,8}$/.test(id) ? Number(id.slice(2)) - FIRST_ID : -1;
}

export function isRebuilt(index: number, kind: Kind): boolean {
  return kind.rebuilt === true && unit(index, SALT.reman) < REBUILT_CHANCE;
}

/** When the supplier last changed the part, in milliseconds. */
export function changedAt(index: number): number {
  return FIRST_CHANGE + (hash(index, SALT.updated) % CHANGE_SPAN_S) * 1000;
}

/** Dirty cases and their rates: docs/facts/parts-domain.md#the-sandboxs-catalogue. */
export function partOf(place: Place, layout: Layout, parts: number): WirePart & Identity {
  const { index, kind, system } = place;
  const identity = identityOf(place, layout);
  const rebuilt = isRebuilt(index, kind);
  const name = nameOf(index, kind, rebuilt);
  const superseder = supersederOf(place, layout, parts);
  const pack =
    kind.packed && unit(index, SALT.pack) < PACK_CHANCE ? pick([2, 4, 6, 10, 12], index, SALT.pack) : 1;
  return {
    id: idOf(index),
    ...identity,
    name,
    description: descriptionOf(index, kind, name, identity),
    category: system.slug,
    category_path: [system.name, kind.name],
    condition: rebuilt ? 'reman' : 'new',
    status: superseder !== null ? 'superseded' : isDiscontinued(index) ? 'discontinued' : 'active',
    superseded_by: superseder,
    gtin: gtinOf(index),
    weight: unit(index, SALT.noWeight) < 0.03 ? null : { value: weightOf(index, kind), unit: 'lb' },
    dimensions: unit(index, SALT.size) < 0.06 ? null : sizeOf(index, kind),
    pack_quantity: pack,
    minimum_quantity: pack,
    hazmat: kind.hazmat ?? (unit(index, SALT.hazmat) < 0.03 ? null : false),
    prop65: prop65Of(index),
    country_of_origin: unit(index, SALT.country) < 0.05 ? null : pick(COUNTRIES, index, SALT.country),
    vmrs: kind.vmrs,
    updated_at: new Date(changedAt(index)).toISOString(),
  };
}

export function detailsOf(place: Place, layout: Layout): WireDetails {
  const { index, kind } = place;
  const { part_number, brand } = identityOf(place, layout);
  const shots = unit(index, SALT.noImage) < 0.02 ? 0 : between(1, 4, index, SALT.images);
  const other = layout.neighbour(place, -1);
  return {
    images: Array.from({ length: shots }, (_, n) => ({
      url: `https://images.finditparts.example/parts/${idOf(index)}-${n + 1}.jpg`,
      description: n === 0 ? `${brand} ${part_number}` : `${brand} ${part_number}, view ${n + 1}`,
    })),
    attributes: attributesOf(index, kind),
    fitment: fitmentOf(index, kind),
    interchange:
      other < 0 || unit(index, SALT.interchange) < 0.4
        ? []
        : [
            {
              ...identityOf(layout.place(other), layout),
              note: unit(index, SALT.interchange) < 0.6 ? 'Verify bore' : null,
            },
          ],
  };
}

/** 5 %: replaced by the next part of the same kind; the last of a kind is replaced by nothing. */
function supersederOf(place: Place, layout: Layout, parts: number): string | null {
  if (unit(place.index, SALT.status) >= 0.05) return null;
  const next = layout.neighbour(place, 1);
  return next >= 0 && next < parts ? idOf(next) : null;
}

function isDiscontinued(index: number): boolean {
  const chance = unit(index, SALT.status);
  return chance >= 0.05 && chance < 0.09;
}

function weightOf(index: number, kind: Kind): number {
  const [low, high] = kind.weight;
  return Math.round((low + (high - low) * unit(index, SALT.weight)) * 100) / 100;
}

function sizeOf(index: number, kind: Kind): WirePart['dimensions'] {
  const scale = 0.9 + 0.2 * unit(index, SALT.size);
  const [length, width, height] = kind.size.map((inches) => Math.round(inches * scale * 10) / 10) as [
    number,
    number,
    number,
  ];
  return { length, width, height, unit: 'in' };
}

function prop65Of(index: number): WirePart['prop65'] {
  const chance = unit(index, SALT.prop65);
  if (chance < 0.1) return null;
  return chance < 0.4 ? { required: true, warning: WARNING } : { required: false, warning: null };
}
