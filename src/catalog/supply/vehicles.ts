import { ExitCode, TtpdError } from '../../common/errors.ts';
import type { Supplier, Vehicle } from '../../finditparts/supplier.ts';

/**
 * The supplier's vehicles of a year, make and model; a vehicle has one entry for each of its engines.
 * @throws TtpdError VEHICLE_UNREADABLE, VEHICLE_UNKNOWN (exit 2)
 */
export async function findVehicles(
  supplier: Supplier,
  text: string,
  signal: AbortSignal,
): Promise<Vehicle[]> {
  const [, year, make, model] = /^\s*(\d{4})\s+(\S+)\s+(\S.*?)\s*$/.exec(text) ?? [];
  if (!year || !make || !model)
    throw new TtpdError('VEHICLE_UNREADABLE', `"${text}" is not a vehicle.`, {
      hint: 'Write year, make and model: "2018 Freightliner Cascadia". A make of two words is joined by a dash: "Western-Star".',
      exitCode: ExitCode.Usage,
    });
  const wanted = { year: Number(year), make: make.replaceAll('-', ' '), model };
  const found: Vehicle[] = [];
  for await (const vehicle of supplier.vehicles(wanted, signal))
    if (isOne(vehicle, wanted)) found.push(vehicle);
  if (found.length > 0) return found;
  throw new TtpdError('VEHICLE_UNKNOWN', `The supplier knows no ${year} ${wanted.make} ${model}.`, {
    hint: 'Check the spelling of make and model, or search by part number.',
    exitCode: ExitCode.Usage,
  });
}

/** The supplier may take the words loosely; we do not. */
function isOne(vehicle: Vehicle, wanted: { year: number; make: string; model: string }): boolean {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return vehicle.year === wanted.year && same(vehicle.make, wanted.make) && same(vehicle.model, wanted.model);
}
