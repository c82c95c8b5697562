import { createHash } from 'node:crypto';
import type { CategoryRow } from './category-input.ts';

/** A category as the trees endpoint answers it (category-trees spec). */
export function showCategory({ id, tree_id, parent_id, name, url, doc }: CategoryRow) {
  const { custom_url: isCustomized = false, ...fields } = JSON.parse(doc);
  return {
    category_id: id,
    category_uuid: uuidOf(id),
    parent_id,
    tree_id,
    name,
    description: '',
    views: 0,
    sort_order: 0,
    page_title: '',
    meta_keywords: [],
    meta_description: '',
    layout_file: 'category.html',
    image_url: '',
    is_visible: true,
    search_keywords: '',
    default_product_sort: 'use_store_settings',
    ...fields,
    url: { path: url, is_customized: isCustomized },
  };
}

function uuidOf(id: number): string {
  const hex = createHash('sha256').update(`category ${id}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
