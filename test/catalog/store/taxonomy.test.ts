import { describe, expect, it } from 'vitest';
import { DEFAULT_PLACES } from '../../../src/catalog/engine/places.ts';
import { loadTaxonomy } from '../../../src/catalog/store/taxonomy.ts';
import { pretending, scriptedStore } from '../../helpers/scripted-store.ts';

const TREES = 'GET /v3/catalog/trees';
const CREATE = 'POST /v3/catalog/trees/categories';
const never = new AbortController().signal;

describe('the categories of a store', () => {
  it('are made where they are missing, level by level, in its tree', async () => {
    const at = scriptedStore();
    const taxonomy = await loadTaxonomy({ store: at.store, places: DEFAULT_PLACES }, never);

    await taxonomy.ensure([['Brakes', 'Drums'], ['Brakes'], ['Brakes', 'Shoes']]);

    const id = taxonomy.idOf(['Brakes', 'Drums']) ?? 0;
    expect(taxonomy.pathOf(id)).toEqual(['Brakes', 'Drums']);
    expect(taxonomy.idOf(['BRAKES', 'shoes'])).toBeGreaterThan(0);
    expect(at.callsTo(CREATE).map(({ json }) => (json as unknown[]).length)).toEqual([1, 2]);
    await taxonomy.ensure([['Brakes', 'Drums']]);
    expect(at.callsTo(CREATE)).toHaveLength(2);
    const again = await loadTaxonomy({ store: at.store, places: DEFAULT_PLACES }, never);
    expect(again.pathOf(id)).toEqual(['Brakes', 'Drums']);
  });

  it('cannot be made in a store without a tree, which is said before anything is written', async () => {
    const at = scriptedStore();
    await at.ask('DELETE', '/v3/catalog/trees/categories?tree_id:in=1');
    at.script(TREES, pretending(200, { data: [], meta: {} }));
    const taxonomy = await loadTaxonomy({ store: at.store, places: DEFAULT_PLACES }, never);

    await expect(taxonomy.ensure([['Brakes']])).rejects.toMatchObject({
      code: 'NO_CATEGORY_TREE',
      hint: expect.stringContaining('control panel') as string,
    });
    expect(at.writes()).toEqual([]);
  });
});
