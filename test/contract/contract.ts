import { OperationIndex } from './operations.ts';
import { SchemaStore } from './schemas.ts';
import { defaultSpecsFolder, loadSpecs } from './specs.ts';

/** The specs, read and indexed: half a second's work, so tests that start many validators share one. */
export interface Contract {
  index: OperationIndex;
  schemas: SchemaStore;
}

export function loadContract(folder: string = defaultSpecsFolder): Contract {
  const specs = loadSpecs(folder);
  return { index: new OperationIndex(specs), schemas: new SchemaStore(specs) };
}
