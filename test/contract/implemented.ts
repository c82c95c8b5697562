import type { Contract } from './contract.ts';

/** No sandbox gives out so high an id, so a probe changes nothing. */
const nobody = '987654321';

/**
 * Which documented operations a look-alike has, found by knocking at each with an empty body and ids of nobody: it says
 * `The requested resource was not found` where it has no such path, and of what was not found where it has.
 */
export async function implementedOperations(
  storeUrl: string,
  accessToken: string,
  { index }: Contract,
): Promise<string[]> {
  const found: string[] = [];
  for (const { id, spec } of index.all()) {
    const [method = '', template = ''] = id.split(' ');
    const response = await fetch(`${storeUrl}/${spec.version}${template.replace(/\{[^}]+\}/g, nobody)}`, {
      method,
      headers: {
        'x-auth-token': accessToken,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
    });
    const { title = '' } = (await response.json().catch(() => ({}))) as { title?: string };
    if (response.status !== 404 || !/^The requested (resource|method) was not found/.test(title))
      found.push(id);
  }
  return found;
}
