import path from 'node:path';
import { changesFrom, type ProductChanges } from '../../../../src/product/fields.ts';
import { updating } from '../../../helpers/plan-rows.ts';
import { scriptedEngine } from '../../../helpers/scripted-engine.ts';

export interface Named {
  id: number;
  image_file: string;
}
/** As rows name a picture. */
export const nameOf = ({ id, image_file }: Named) =>
  `${path.parse(image_file).name.replace(/__\d+$/, '')}#${id}`;

interface Hanging {
  images: (Named & { description: string; is_thumbnail: boolean; sort_order: number })[];
  videos: { video_id: string; title: string; description: string; sort_order: number }[];
}

/** How the store shows a product's images and videos, as a plan row has it. */
export function shownBefore({ images, videos }: Hanging): ProductChanges {
  const entries: [name: string, value: unknown][] = [];
  for (const image of images)
    entries.push([
      `image.${nameOf(image)}`,
      { description: image.description, isThumbnail: image.is_thumbnail, sortOrder: image.sort_order },
    ]);
  for (const { video_id, title, description, sort_order } of videos)
    entries.push([`videos.${video_id}`, { title, description, sortOrder: sort_order }]);
  return changesFrom(entries);
}

/** A product with what hangs on it, and one row that changes it. */
export async function change(
  product: Record<string, unknown>,
  after: ProductChanges,
  before: ProductChanges = {},
) {
  const bench = await scriptedEngine();
  const id = await bench.product({ sku: 'A', ...product });
  const planId = await bench.plan([
    updating('A', id, { ...shownBefore(await bench.read(id)), ...before }, after),
  ]);
  return { bench, id, planId };
}
