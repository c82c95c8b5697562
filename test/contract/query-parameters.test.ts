import { expect, it } from 'vitest';
import { type Client, start } from '../sandbox/harness.ts';
import { loadContract } from './contract.ts';
import { implementedOperations } from './implemented.ts';
import { isJson, type Parameter } from './openapi.ts';
import { fillStore } from './query-fixture.ts';
import { skipWithoutSpecs } from './specs.ts';

type Answer = Awaited<ReturnType<Client['store']>>;

/** How V2 turns down a query name that it does not handle, as opposed to a value that it does not like. */
const NOT_SUPPORTED = 'The filter is not supported.';

/** Between them these change the answer of any parameter that is applied: an id that is there, one of nobody, a far date. */
const VALUES = [
  '1',
  '2',
  '987654321',
  'nobody',
  '2001-01-01T00:00:00Z',
  '2999-01-01T00:00:00Z',
  '2024-05-06',
];

/** A parameter that is documented to mean something only beside another. */
const TOGETHER: Readonly<Record<string, Record<string, string>>> = {
  consignment_structure: { include: 'consignments' },
  keyword_context: { keyword: 'Product' },
};

/**
 * A filter that is passed over answers 200 with everything, which a test of ttpd takes for its own success. So each
 * query parameter that the specs document for a read of the sandbox either changes the answer or is refused by name.
 */
it.skipIf(skipWithoutSpecs('query parameters'))(
  'every documented query parameter is applied or refused, and an undocumented one refused',
  async () => {
    const contract = loadContract();
    // In a store of its own: a knock at `DELETE /v2/orders` archives them all.
    const { url, storeHash, accessToken } = (await start()).sandbox;
    const implemented = await implementedOperations(`${url}/stores/${storeHash}`, accessToken, contract);
    const client = await start();
    await fillStore(client);
    const faults: string[] = [];
    const empty: string[] = [];
    let checked = 0;
    for (const { id, spec, parameters } of contract.index.all()) {
      const documented = parameters.filter((parameter) => parameter.in === 'query');
      if (!id.startsWith('GET ') || !implemented.includes(id) || documented.length === 0) continue;
      const path = `/${spec.version}${pathOf(id)}`;
      const ask = (name: string, value: string) =>
        client.store('GET', `${path}?${new URLSearchParams({ ...TOGETHER[name], [name]: value })}`);
      const plain = await client.store('GET', path);
      if (!isUnsupported(await ask('undocumented', '1'))) faults.push(`${id}: undocumented is not refused`);
      if (plain.status === 204) {
        empty.push(id);
        continue;
      }
      if (plain.status !== 200) faults.push(`${id}: ${plain.status} without any parameter`);
      for (const parameter of documented) {
        checked++;
        const { name } = parameter;
        if (isUnsupported(await ask(name, '1'))) continue;
        if (!(await hasEffect(parameter, plain, (value) => ask(name, value))))
          faults.push(`${id}: ${name} is passed over`);
        for (const value of enumOf(parameter))
          if ((await ask(name, value)).status !== 200) faults.push(`${id}: ${name}=${value} is refused`);
      }
    }
    expect(faults).toEqual([]);
    // V2 answers a list of nothing with 204; orders of the sandbox have none of these by themselves.
    expect(empty.sort()).toEqual(
      ['coupons', 'messages', 'taxes'].map((links) => `GET /orders/{order_id}/${links}`),
    );
    expect(checked).toBeGreaterThan(100);
  },
);

function pathOf(id: string): string {
  return id
    .slice('GET '.length)
    .replace('{order_id}', '101')
    .replace(/\{[^}]+\}/g, '1');
}

async function hasEffect(
  parameter: Parameter,
  plain: Answer,
  ask: (value: string) => Promise<Answer>,
): Promise<boolean> {
  const changes = (answer: Answer) =>
    (answer.status === 200 || answer.status === 204) &&
    JSON.stringify(dataOf(answer)) !== JSON.stringify(dataOf(plain));
  // The fixture has some of either kind, so neither value of a flag may answer with all.
  if (parameter.schema?.type === 'boolean') return changes(await ask('true')) && changes(await ask('false'));
  for (const value of [...VALUES, ...enumOf(parameter), ...offeredBy(plain)])
    if (changes(await ask(value))) return true;
  return false;
}

function enumOf({ schema }: Parameter): string[] {
  const values = schema?.enum ?? (isJson(schema?.items) ? schema.items.enum : undefined);
  return Array.isArray(values) ? values.map(String) : [];
}

/** V2 answers with the bare thing. */
function dataOf({ json }: Answer) {
  return json.data ?? json;
}

/** What only an answer can tell: the fields to leave out, and where the next page starts. */
function offeredBy(answer: Answer): string[] {
  const data = dataOf(answer);
  const row = Array.isArray(data) ? data[0] : data;
  const cursor = answer.json.meta?.cursor_pagination?.start_cursor;
  const values = Object.values(row).filter((value) => typeof value === 'string' || typeof value === 'number');
  return [...Object.keys(row), ...values.map(String), ...(cursor === undefined ? [] : [cursor])];
}

function isUnsupported({ status, json }: Answer): boolean {
  if (Array.isArray(json)) return status === 400 && json[0]?.details?.invalid_reason === NOT_SUPPORTED;
  return status === 422 && /are not valid filter parameter/.test(json.title);
}
