/**
 * What the job looks like as a script of an afternoon: a page of parts, and for each part a look by SKU and a POST or PUT
 * of all its fields, one after the other. It knows nothing of ttpd. `node naive.ts http://127.0.0.1:PORT`
 */
interface Row {
  brand: string;
  part_number: string;
  name: string;
  description: string;
  status: string;
  weight: { value: number } | null;
  price: { list: string | null; account: string | null } | null;
  inventory: { total: number | null } | null;
}

const [url] = process.argv.slice(2);
const supplier = { 'X-API-Key': 'sandbox-key' };
const store = { 'X-Auth-Token': 'sandbox-token', 'content-type': 'application/json' };
const products = `${url}/stores/sandbox/v3/catalog/products`;
const done = { created: 0, updated: 0, failed: 0 };

for (let page = 1, seen = 0; ; page++) {
  const answer = await fetch(`${url}/finditparts/v1/parts/search?page=${page}&per_page=100`, {
    headers: supplier,
  });
  const body = (await answer.json()) as { parts: Row[]; page: { total: number } };
  for (const part of body.parts) await upsert(part);
  seen += body.parts.length;
  if (seen >= body.page.total || body.parts.length === 0) break;
}
console.log(JSON.stringify(done));

async function upsert(part: Row): Promise<void> {
  const sku = `${part.brand}-${part.part_number}`;
  const found = await fetch(`${products}?sku=${encodeURIComponent(sku)}`, { headers: store });
  const [product] = ((await found.json()) as { data: { id: number }[] }).data;
  const body = JSON.stringify({
    name: `${part.brand} ${part.part_number} ${part.name}`,
    sku,
    type: 'physical',
    brand_name: part.brand,
    description: part.description,
    weight: part.weight?.value ?? 0,
    price: Number(part.price?.list ?? 0),
    cost_price: Number(part.price?.account ?? 0),
    inventory_tracking: 'product',
    inventory_level: part.inventory?.total ?? 0,
    is_visible: part.status !== 'discontinued',
  });
  const answer = product
    ? await fetch(`${products}/${product.id}`, { method: 'PUT', headers: store, body })
    : await fetch(products, { method: 'POST', headers: store, body });
  await answer.text();
  if (!answer.ok) done.failed += 1;
  else if (product) done.updated += 1;
  else done.created += 1;
}
