import { Hono } from 'hono';
import { jsonBody } from '../../json-body.ts';
import type { World } from '../../world.ts';
import { badJson, invalid, notFound } from '../errors.ts';
import { chooseFields, FIELD_CONTROLS, readFieldChoice } from '../field-choice.ts';
import { refuseOthers } from '../filters.ts';
import { PAGE_CONTROLS, paged, readPage } from '../paging.ts';
import { keptVariant } from '../products/kept.ts';
import { readVariant } from '../products/variant-input.ts';
import { createVariant, deleteVariant, updateVariant } from '../products/write-variants.ts';
import { variantsOf } from '../stored/base-variant.ts';
import { type ProductRow, variantIdOf } from '../stored/product.ts';
import { productRow, type VariantRow } from '../stored/variant.ts';
import { updateBaseVariant } from './write-base.ts';

/** `/catalog/products/{id}/variants` (docs/facts/bigcommerce-catalog.md#variants). */
export function productVariantRoutes(world: World): Hono {
  const { db, settings } = world;
  const productOf = (id: string): ProductRow => {
    const row = productRow(db, Number(id));
    if (!row) throw notFound('product');
    return row;
  };
  const show = (product: ProductRow, id: number) => {
    const found = variantsOf(db, product).find((variant) => variant.id === id);
    if (!found) throw notFound('variant');
    return found;
  };
  const ownOf = (product: ProductRow, id: number): VariantRow => {
    const sql = 'SELECT * FROM variants WHERE id = ? AND product_id = ?';
    const row = db.get<VariantRow>(sql, id, product.id);
    if (!row) throw notFound('variant');
    return row;
  };
  const all = '/:product{[0-9]+}/variants';
  const one = `${all}/:id{[0-9]+}` as const;

  return new Hono()
    .get(all, (c) => {
      const query = c.req.query();
      refuseOthers(query, [...PAGE_CONTROLS, ...FIELD_CONTROLS]);
      const page = readPage(query);
      const choice = readFieldChoice(query);
      const variants = variantsOf(db, productOf(c.req.param('product')));
      const shown = variants.slice(page.offset, page.offset + page.limit);
      const data = shown.map((variant) => chooseFields(variant, choice));
      return c.json(paged(data, variants.length, page, query));
    })
    .post(all, async (c) => {
      const input = keptVariant(settings, readVariant(await jsonBody(c, badJson), ['sku', 'option_values']));
      const product = productOf(c.req.param('product'));
      const id = db.transaction(() => createVariant(db, product.id, input, 'by id'));
      return c.json({ data: show(product, id), meta: {} });
    })
    .get(one, (c) => {
      const query = c.req.query();
      refuseOthers(query, FIELD_CONTROLS);
      const variant = show(productOf(c.req.param('product')), Number(c.req.param('id')));
      return c.json({ data: chooseFields(variant, readFieldChoice(query)), meta: {} });
    })
    .put(one, async (c) => {
      const input = keptVariant(settings, readVariant(await jsonBody(c, badJson), []));
      const product = productOf(c.req.param('product'));
      const { id } = show(product, Number(c.req.param('id')));
      db.transaction(() => {
        if (id === variantIdOf(product.id)) updateBaseVariant(world, product, input);
        else updateVariant(db, ownOf(product, Number(id)), input);
      });
      return c.json({ data: show(productOf(String(product.id)), Number(id)), meta: {} });
    })
    .delete(one, (c) => {
      const product = productOf(c.req.param('product'));
      if (Number(c.req.param('id')) === variantIdOf(product.id))
        throw invalid({ id: 'a base variant goes with its product' });
      const row = ownOf(product, Number(c.req.param('id')));
      db.transaction(() => deleteVariant(db, row));
      return c.body(null, 204);
    });
}
