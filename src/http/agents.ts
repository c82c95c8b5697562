import { readFileSync } from 'node:fs';
import { Agent as HttpAgent, type ProxyEnv } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getCACertificates } from 'node:tls';
import { TtpdError } from '../errors.ts';
import { isLoopback } from './target.ts';

export type { ProxyEnv };

export interface AgentOptions {
  baseUrl: string;
  /** PEM file of one more certificate authority. */
  caFile?: string;
  /** Where `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are looked up. */
  proxyEnv?: ProxyEnv;
}

/** Keep-alive connections with TLS 1.2 or newer, verified whatever `NODE_TLS_REJECT_UNAUTHORIZED` says. */
export function createAgents({ baseUrl, caFile, proxyEnv }: AgentOptions) {
  const base = URL.parse(baseUrl);
  // A proxy could not reach this machine's loopback, and must not see what is meant for it.
  const proxied = base !== null && !isLoopback(base) && proxyEnv !== undefined ? { proxyEnv } : {};
  const ca = caFile === undefined ? {} : { ca: [...getCACertificates('default'), readCa(caFile)] };
  const http = new HttpAgent({ keepAlive: true, ...proxied });
  const https = new HttpsAgent({
    keepAlive: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...ca,
    ...proxied,
  });
  return {
    http,
    https,
    ca: ca.ca,
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
