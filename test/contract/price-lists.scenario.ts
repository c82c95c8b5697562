import { describe, expect, it } from 'vitest';
import type { Rig } from './rig.ts';

export function priceListScenarios(rig: () => Rig): void {
  describe('price lists', () => {
    it('makes one, gives it prices and a customer group, and takes all of it away', async () => {
      const { sku } = await rig().createProduct('P-PRICED');
      const body = { name: 'Contract prices', active: true };
      const made = (await rig().send('POST /pricelists', { body })) as { body: { data: { id: number } } };
      const price_list_id = made.body.data.id;
      const path = { price_list_id };
      const records = '/pricelists/{price_list_id}/records';
      const record = { sku, currency: 'usd', price: 8, sale_price: 7.5 };
      expect(await rig().send(`PUT ${records}`, { path, body: [record] })).toMatchObject({ status: 200 });
      const read = { path, query: { currency: 'usd' } };
      expect(await rig().send(`GET ${records}`, read)).toMatchObject({
        body: { data: [{ price_list_id, sku, price: 8, calculated_price: 7.5 }] },
      });
      const bad = { path, body: [{ ...record, sku: 'P-NOBODY' }] };
      expect(await rig().send(`PUT ${records}`, bad)).toMatchObject({ status: 422 });
      expect(await rig().send(`DELETE ${records}`, read)).toMatchObject({ status: 204 });
      const assignment = { price_list_id, customer_group_id: 1, channel_id: 1 };
      const assignments = '/pricelists/assignments';
      expect(await rig().send(`POST ${assignments}`, { body: [assignment] })).toMatchObject({ status: 200 });
      const query = { price_list_id };
      expect(await rig().send(`GET ${assignments}`, { query })).toMatchObject({
        body: { data: [assignment] },
      });
      expect(await rig().send(`DELETE ${assignments}`, { query })).toMatchObject({ status: 204 });
      const one = '/pricelists/{price_list_id}';
      expect(await rig().send(`PUT ${one}`, { path, body: { name: 'Renamed' } })).toMatchObject({
        status: 200,
      });
      expect(await rig().send(`GET ${one}`, { path })).toMatchObject({ body: { data: { name: 'Renamed' } } });
      expect(await rig().send('GET /pricelists', { query: { name: 'Renamed' } })).toMatchObject({
        body: { data: [{ id: price_list_id }] },
      });
      expect(await rig().send(`DELETE ${one}`, { path })).toMatchObject({ status: 204 });
      const nobody = { query: { 'id:in': [price_list_id] } };
      expect(await rig().send('DELETE /pricelists', nobody)).toMatchObject({ status: 204 });
    });
  });
}
