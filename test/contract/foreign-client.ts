import { Agent } from 'node:http';
import { fetchTransport, Management } from '@aligent/bigcommerce-api';

/**
 * A BigCommerce client that we did not write, generated from BigCommerce's own specs. Its base URL is fixed, so it gets
 * its own exported transport, aimed at loopback; retries are off, so that each call is one call.
 */
export function foreignClient(url: string, storeHash: string, accessToken: string) {
  const agent = new Agent({ keepAlive: true });
  const transport = (version: 'v2' | 'v3') =>
    fetchTransport({
      baseUrl: `${url}/stores/${storeHash}/${version}`,
      headers: { 'X-Auth-Token': accessToken },
      agent,
      retry: false,
    });
  return {
    v2: new Management.V2.Client(transport('v2')),
    v3: new Management.V3.Client(transport('v3')),
    close: () => agent.destroy(),
  };
}
