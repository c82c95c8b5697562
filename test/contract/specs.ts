import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { OpenApiDocument } from './openapi.ts';
import { type Patch, patchSpec } from './spec-patches.ts';

export interface SpecFile {
  name: string;
  version: 'v2' | 'v3';
  document: OpenApiDocument;
  /** The patches that found their fault in it. */
  mended: Patch[];
}

const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Beside the repository, never in it: BigCommerce publishes the files without a licence. */
export const defaultSpecsFolder = join(repositoryRoot, '..', 'shared', 'openapi', 'bigcommerce');

/** Every file whose operations ttpd or its sandbox may use. */
const specFiles = [
  'catalog/products_catalog.v3.yml',
  'catalog/product-variants_catalog.v3.yml',
  'catalog/category-trees_catalog.v3.yml',
  'catalog/categories_catalog.v3.yml',
  'catalog/brands_catalog.v3.yml',
  'inventory.v3.yml',
  'locations.v3.yml',
  'price_lists.v3.yml',
  'orders.v3.yml',
  'webhooks.v3.yml',
  'orders.v2.oas2.yml',
  'store_information.v2.yml',
] as const;

/**
 * The specs' folder, or undefined where it was not laid beside the repository (an outside clone). Contract tests
 * then skip and say so; CI sets TTPD_REQUIRE_CONTRACT=1, so that there a missing folder cannot pass for a green run.
 */
export function contractSpecs(folder: string = defaultSpecsFolder): string | undefined {
  if (existsSync(join(folder, specFiles[0]))) return folder;
  if (process.env.TTPD_REQUIRE_CONTRACT === '1')
    throw new Error(`TTPD_REQUIRE_CONTRACT=1, but BigCommerce's specs are not at ${folder}`);
  return undefined;
}

/** For `describe.skipIf`: whether to skip, with the reason printed. */
export function skipWithoutSpecs(suite: string): boolean {
  if (contractSpecs() !== undefined) return false;
  console.warn(`skipped: ${suite}: BigCommerce's specs are not at ${defaultSpecsFolder}`);
  return true;
}

/** Reads the specs and mends their known faults in memory; the files stay as published. */
export function loadSpecs(folder: string): SpecFile[] {
  return specFiles.map((name) => {
    const document = parse(readFileSync(join(folder, name), 'utf8')) as OpenApiDocument;
    const version = /\/(v[23])$/.exec(document.servers[0]?.url ?? '')?.[1];
    if (version !== 'v2' && version !== 'v3') throw new Error(`${name}: no /v2 or /v3 in its server URL`);
    return { name, version, document, mended: patchSpec(name, document) };
  });
}
