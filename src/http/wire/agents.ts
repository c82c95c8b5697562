import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, type ProxyEnv } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getCACertificates } from 'node:tls';
import { TtpdError } from '../../common/errors.ts';
import { isLoopback } from '../send/url.ts';

export type { ProxyEnv };

export interface AgentOptions {
  baseUrl: string;
  /** PEM file of one more certificate authority. */
  caFile?: string;
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are looked up. */
  proxyEnv?: ProxyEnv;
}

/** Keep-alive connections, directly or through the proxy of the environment, and the authorities to trust. */
export function createAgents({ baseUrl, caFile, proxyEnv }: AgentOptions) {
  const base = URL.parse(baseUrl);
  // A proxy could not reach this machine's loopback, and must not see what is meant for it.
  const proxied = base !== null && !isLoopback(base) && proxyEnv !== undefined ? { proxyEnv } : {};
  const http = new HttpAgent({ keepAlive: true, ...proxied });
  const https = new HttpsAgent({ keepAlive: true, ...proxied });
  return {
    http,
    https,
    /** `undefined`: Node's own, with NODE_EXTRA_CA_CERTS and --use-system-ca. */
    ca: caFile === undefined ? undefined : [...getCACertificates('default'), readCa(caFile)],
    close(): void {
      http.destroy();
      https.destroy();
    },
  };
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TtpdError('CA_FILE', `The certificate authority file ${file} cannot be read.`, {
      cause,
      exitCode: 2,
    });
  }
}
