import { isJson, type Json, methods, type OpenApiDocument } from './openapi.ts';

export interface Patch {
  /** The file it mends; `*` is every file. */
  file: string;
  reason: string;
  /** Mends the parsed copy and says in how many places, so that a patch which newer specs no longer need is noticed (specs.test.ts). */
  apply: (document: OpenApiDocument) => number;
}

/**
 * The published specs' faults that fail a correct client or a faithful sandbox. Each was met, in the contract tests
 * or with Prism; nothing is loosened beyond it. Whatever the specs merely leave open is for the sandbox to enforce.
 */
export const patches: readonly Patch[] = [
  {
    file: '*',
    reason: 'Content-Type is marked required on calls that have no body (GETs of order products, DELETEs).',
    apply: (document) => {
      let count = 0;
      for (const item of Object.values(document.paths))
        for (const method of methods) {
          const operation = item[method];
          if (operation === undefined || operation.requestBody !== undefined) continue;
          const needed = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((p) =>
            resolved(document, p),
          );
          const mended = needed.filter((p) => !(p.in === 'header' && p.name === 'Content-Type'));
          if (mended.length === needed.length) continue;
          // A path item's parameters are shared with its other methods, so they move into each operation first.
          inlineSharedParameters(document, item);
          operation.parameters = mended as unknown as typeof operation.parameters;
          count++;
        }
      return count;
    },
  },
  {
    file: '*',
    reason:
      '`x-nullable` is Swagger 2 for `nullable`: variants do answer null for inherited prices and weights.',
    apply: (document) =>
      eachObject(document, (node) => {
        if (node['x-nullable'] !== true || node.nullable === true || typeof node.type !== 'string') return 0;
        node.nullable = true;
        return 1;
      }),
  },
  {
    file: '*',
    reason: 'A 204 has no body: some are documented with a schema (transactions, price list deletes).',
    apply: (document) =>
      eachObject(document.paths, (node) => {
        const answer = isJson(node.responses) ? node.responses['204'] : undefined;
        if (!isJson(answer) || answer.content === undefined) return 0;
        delete answer.content;
        return 1;
      }),
  },
  {
    file: '*',
    reason: '`x:in` filters of integers are typed as one integer: `1,2` is what the filter is for.',
    apply: (document) =>
      eachObject(document, (node) => {
        if (node.in !== 'query' || typeof node.name !== 'string' || !node.name.endsWith(':in')) return 0;
        if (!isJson(node.schema) || node.schema.type !== 'integer') return 0;
        Object.assign(node, { style: 'form', explode: false, schema: { type: 'array', items: node.schema } });
        return 1;
      }),
  },
  {
    file: 'catalog/products_catalog.v3.yml',
    reason: 'The answer of an image POST or PUT is `oneOf` two schemas that both match any object.',
    apply: (document) =>
      eachObject(imageAnswers(document), (node) => {
        if (!Array.isArray(node.oneOf)) return 0;
        node.anyOf = node.oneOf;
        delete node.oneOf;
        return 1;
      }),
  },
  {
    file: 'catalog/products_catalog.v3.yml',
    reason:
      'The list of a product’s price rules is documented as one rule, though with the pagination of a list.',
    apply: (document) => {
      const path = '/catalog/products/{product_id}/bulk-pricing-rules';
      const content = document.paths[path]?.get?.responses['200']?.content?.['application/json'];
      const properties = at(content?.schema, 'properties');
      if (!isJson(properties?.data) || !Array.isArray(properties.data.allOf)) return 0;
      properties.data = { type: 'array', items: properties.data };
      if (isJson(content?.example)) content.example.data = [content.example.data];
      return 1;
    },
  },
  {
    file: 'catalog/products_catalog.v3.yml',
    reason:
      'Variants sent with a new product must carry the `id` and `product_id` that only the answer can tell.',
    apply: (document) => {
      const variants = at(document, 'components', 'schemas', 'product_Base_POST', 'properties', 'variants');
      const full = at(document, 'components', 'schemas', 'productVariant_Full');
      if (variants === undefined || full === undefined) return 0;
      variants.items = { ...full, required: ['sku'] };
      return 1;
    },
  },
  {
    file: 'catalog/products_catalog.v3.yml',
    reason: '`base_variant_id` is not nullable, and products with options have no base variant.',
    apply: (document) =>
      eachObject(document.components, (node) => {
        const id = isJson(node.properties) ? node.properties.base_variant_id : undefined;
        if (!isJson(id) || id.nullable === true) return 0;
        id.nullable = true;
        return 1;
      }),
  },
  {
    file: 'catalog/products_catalog.v3.yml',
    reason:
      'A batch PUT needs each item’s `id`, which is marked readOnly: by OpenAPI it could then be left out.',
    apply: (document) =>
      eachObject(at(document, 'components', 'schemas', 'product_Put_Collection', 'items'), (node) => {
        const id = isJson(node.properties) ? node.properties.id : undefined;
        if (!isJson(id) || id.readOnly !== true) return 0;
        delete id.readOnly;
        return 1;
      }),
  },
  {
    file: 'catalog/category-trees_catalog.v3.yml',
    reason:
      'A new category needs its tree or its parent; the `anyOf` says so, but with one branch that asks for both.',
    apply: (document) => {
      const item = at(document, 'components', 'schemas', 'CreateCategories', 'items');
      if (!Array.isArray(item?.anyOf) || item.anyOf.length !== 1) return 0;
      item.anyOf = [{ required: ['tree_id'] }, { required: ['parent_id'] }];
      return 1;
    },
  },
  {
    file: 'inventory.v3.yml',
    reason:
      'The identity in inventory settings is `oneOf` three schemas without `required`: any object matches all.',
    apply: (document) => {
      const request = at(document, 'components', 'schemas', 'LocationItemsSettingsRequest');
      return eachObject(request, (node) => {
        if (!Array.isArray(node.oneOf)) return 0;
        for (const branch of node.oneOf as Json[])
          branch.required = isJson(branch.properties) ? Object.keys(branch.properties) : [];
        return 1;
      });
    },
  },
  {
    file: 'orders.v2.oas2.yml',
    reason:
      'Empty V2 lists answer 204 with no body (seen by several clients); only the shipments’ is documented. Quotes that are none are said to be 204 in words alone.',
    apply: (document) => {
      let count = 0;
      for (const [path, item] of Object.entries(document.paths)) {
        const responses = item.get?.responses;
        const answer = responses?.['200'] === undefined ? undefined : resolved(document, responses['200']);
        if (responses === undefined || responses['204'] !== undefined) continue;
        const schema = isJson(answer) ? at(answer, 'content', 'application/json', 'schema') : undefined;
        const isList = schema !== undefined && resolved(document, schema).type === 'array';
        if (!isList && !path.endsWith('/shipping_quotes')) continue;
        responses['204'] = {};
        count++;
      }
      return count;
    },
  },
  {
    file: 'orders.v2.oas2.yml',
    reason: 'An order’s consignments are `oneOf` a link and an object, neither of which requires anything.',
    apply: (document) => {
      const order = at(document, 'components', 'schemas', 'order_RespOnly', 'properties', 'consignments');
      if (!Array.isArray(order?.oneOf)) return 0;
      order.oneOf = order.oneOf.map((branch, n) =>
        n === 0 ? { allOf: [branch], required: ['resource'] } : { allOf: [branch], required: ['shipping'] },
      );
      return 1;
    },
  },
  {
    file: 'orders.v2.oas2.yml',
    reason:
      'A consignment’s lines are `oneOf` links and whole lines: links require nothing, and no lines are both.',
    apply: (document) =>
      eachObject(document.components, (node) => {
        const lines = isJson(node.line_items) ? node.line_items : undefined;
        if (!Array.isArray(lines?.oneOf)) return 0;
        const [links, whole] = lines.oneOf as Json[];
        node.line_items = {
          anyOf: [{ ...links, items: { allOf: [links?.items], required: ['resource'] } }, whole],
        };
        return 1;
      }),
  },
  {
    file: 'orders.v2.oas2.yml',
    reason: 'The `sort` of orders is documented with a direction (`date_modified:desc`), its enum has none.',
    apply: (document) =>
      eachObject(document, (node) => {
        if (node.in !== 'query' || node.name !== 'sort' || !isJson(node.schema)) return 0;
        if (!Array.isArray(node.schema.enum)) return 0;
        node.schema.enum = node.schema.enum.flatMap((field: unknown) => [
          field,
          `${field}:asc`,
          `${field}:desc`,
        ]);
        return 1;
      }),
  },
];

/** Mends one file's parsed copy; answers which patches found their fault there (a test asks for all of them). */
export function patchSpec(name: string, document: OpenApiDocument): Patch[] {
  return patches.filter(({ file, apply }) => (file === '*' || file === name) && apply(document) > 0);
}

function eachObject(root: unknown, visit: (node: Json) => number): number {
  if (Array.isArray(root)) return root.reduce<number>((sum, item) => sum + eachObject(item, visit), 0);
  if (!isJson(root)) return 0;
  let count = visit(root);
  for (const [key, value] of Object.entries(root))
    if (key !== 'example' && key !== 'examples') count += eachObject(value, visit);
  return count;
}

function at(root: unknown, ...keys: string[]): Json | undefined {
  let node = root;
  for (const key of keys) node = isJson(node) ? node[key] : undefined;
  return isJson(node) ? node : undefined;
}

function resolved(document: OpenApiDocument, value: unknown): Json {
  if (!isJson(value)) return {};
  if (typeof value.$ref !== 'string') return value;
  return resolved(document, at(document, ...value.$ref.replace('#/', '').split('/')));
}

function inlineSharedParameters(document: OpenApiDocument, item: OpenApiDocument['paths'][string]): void {
  if (item.parameters === undefined) return;
  const shared = item.parameters.map((p) => resolved(document, p) as unknown as typeof p);
  delete item.parameters;
  for (const method of methods) {
    const operation = item[method];
    if (operation !== undefined) operation.parameters = [...shared, ...(operation.parameters ?? [])];
  }
}

function imageAnswers(document: OpenApiDocument): unknown[] {
  const images = '/catalog/products/{product_id}/images';
  return [document.paths[images]?.post?.responses, document.paths[`${images}/{image_id}`]?.put?.responses];
}
