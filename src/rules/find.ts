import { lstatSync } from 'node:fs';
import path from 'node:path';

export const RULES_FILE = 'ttpd.yaml';

/** `ttpd.yaml` in this folder or the nearest one above it, up to the root. */
export function findRulesFile(from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const file = path.join(folder, RULES_FILE);
    // What has the name and is no file (a folder, a broken link) is found too: passing it by would use other rules.
    if (isThere(file)) return file;
    if (folder === path.dirname(folder)) return undefined;
  }
}

function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A folder above that may not be looked into has no rules for us.
    return false;
  }
}
