import type { Contract } from './contract.ts';

/** No sandbox gives out so high an id, so a probe changes nothing. */
const nobody = '987654321';

/**
 * Which documented operations a look-alike has, found by knocking at each with an empty body and ids of nobody: it says
 * `The route is not found` or 405 where it has no such operation, and of what was not found where it has.
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
    if (response.status !== 405 && !/The route is not found/.test(await response.text())) found.push(id);
  }
  return found;
}
