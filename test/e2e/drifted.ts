import { expect } from 'vitest';
import { prepared, type RunningSandbox } from './cli.ts';

export interface Product {
  id: number;
  sku: string;
  price: number;
  inventory_level: number;
}

export const brakes = prepared(['--parts', '500'], async ({ at, ttpd }) => {
  expect((await ttpd.run('sync', '--category', 'brakes')).exitCode).toBe(0);
  return at.admin<{ products: Product[] }>('products?limit=1000');
});

/** 60 brakes of 500 parts, in the store and in step. */
export async function synced() {
  const bed = await brakes();
  return { ...bed, ...behindTheBack(bed.at) };
}

/** A merchant's edits, and the supplier's. */
export function behindTheBack(at: RunningSandbox) {
  return {
    edit: (sku: string, body: object) => at.admin(`products/${encodeURIComponent(sku)}`, 'PATCH', body),
    part: (id: string, body: object) => at.admin(`parts/${id}`, 'PATCH', body),
    skuOf: (products: Product[], n: number) => products[n]?.sku ?? '',
  };
}
