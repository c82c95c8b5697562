import { describe, expect, it } from 'vitest';
import type { Rig } from './rig.ts';

export function webhookScenarios(rig: () => Rig): void {
  describe('webhooks', () => {
    it('registers one, changes it, and gets it back when it is deleted', async () => {
      const body = {
        scope: 'store/order/created',
        destination: 'https://contract.example/hook',
        is_active: true,
        headers: { key: 'contract' },
      };
      const made = (await rig().send('POST /hooks', { body })) as { body: { data: { id: number } } };
      const path = { webhook_id: made.body.data.id };
      const one = '/hooks/{webhook_id}';
      expect(await rig().send(`GET ${one}`, { path })).toMatchObject({ body: { data: body } });
      const off = { ...body, is_active: false };
      expect(await rig().send(`PUT ${one}`, { path, body: off })).toMatchObject({ body: { data: off } });
      expect(await rig().send('GET /hooks', { query: { scope: body.scope } })).toMatchObject({
        body: { data: [{ id: path.webhook_id }] },
      });
      expect(await rig().send(`DELETE ${one}`, { path })).toMatchObject({
        status: 200,
        body: { data: { id: path.webhook_id } },
      });
      expect(await rig().send(`GET ${one}`, { path })).toMatchObject({ status: 404 });
    });
  });
}
