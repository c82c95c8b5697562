export interface WireVehicle {
  id: string;
  year: number;
  make: string;
  model: string;
  submodel: string | null;
  engine: string;
}

export interface Model {
  make: string;
  model: string;
  from: number;
  to: number;
  engines: readonly string[];
}

const LAST_YEAR = 2026;

function model(make: string, name: string, from: number, to: number | null, ...engines: string[]): Model {
  return { make, model: name, from, to: to ?? LAST_YEAR, engines };
}

/** Makes, models and years of docs/facts/parts-domain.md#the-sandboxs-catalogue. */
export const MODELS: readonly Model[] = [
  model('Freightliner', 'Cascadia', 2008, null, 'Detroit DD13', 'Detroit DD15', 'Cummins X15'),
  model('Freightliner', 'Columbia', 2000, 2012, 'Detroit DD15', 'Cummins ISX'),
  model('Freightliner', 'Century Class', 1996, 2010, 'Cummins ISX'),
  model('Freightliner', 'M2 106', 2003, null, 'Cummins ISB'),
  model('Freightliner', '122SD', 2012, null, 'Detroit DD15', 'Detroit DD13'),
  model('Kenworth', 'T680', 2013, null, 'PACCAR MX-13', 'Cummins X15'),
  model('Kenworth', 'T880', 2014, null, 'PACCAR MX-13', 'Cummins X15'),
  model('Kenworth', 'W900', 1996, null, 'Cummins X15', 'PACCAR MX-13'),
  model('Kenworth', 'T660', 2008, 2017, 'PACCAR MX-13'),
  model('Peterbilt', '579', 2012, null, 'PACCAR MX-13', 'Cummins X15'),
  model('Peterbilt', '389', 2007, 2024, 'Cummins ISX', 'PACCAR MX-13'),
  model('Peterbilt', '379', 1987, 2007, 'Cummins ISX'),
  model('Peterbilt', '567', 2013, null, 'PACCAR MX-13', 'Cummins X15'),
  model('Volvo', 'VNL', 1998, null, 'D11', 'D13'),
  model('Volvo', 'VNR', 2018, null, 'D11', 'D13'),
  model('Volvo', 'VHD', 2001, null, 'D13'),
  model('International', 'ProStar', 2007, 2017, 'MaxxForce 13', 'Cummins ISX'),
  model('International', 'LT', 2017, null, 'A26', 'Cummins X15'),
  model('International', 'HX', 2016, null, 'N13', 'Cummins X15'),
  model('Mack', 'Anthem', 2018, null, 'MP7', 'MP8'),
  model('Mack', 'Pinnacle', 2006, null, 'MP7', 'MP8'),
  model('Mack', 'Granite', 2002, null, 'MP7', 'MP8'),
  model('Western Star', '4900', 1996, 2022, 'Detroit DD15'),
  model('Western Star', '49X', 2021, null, 'Detroit DD15', 'Detroit DD13'),
  model('Autocar', 'Xpeditor', 2001, null, 'Cummins ISX'),
];

export function vehicleId(year: number, { make, model: name }: Model, engine: string): string {
  return `${year}-${make}-${name}-${engine}`.toLowerCase().replaceAll(' ', '_');
}

export function* vehicles(): Generator<WireVehicle> {
  for (const entry of MODELS) {
    for (let year = entry.from; year <= entry.to; year++) {
      for (const engine of entry.engines) {
        const { make, model: name } = entry;
        yield { id: vehicleId(year, entry, engine), year, make, model: name, submodel: null, engine };
      }
    }
  }
}
