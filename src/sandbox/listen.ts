import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';
import { StartError } from './start-error.ts';

/** Longer than any pause a client makes, so that a reused connection is not closed under its hands. */
const KEEP_ALIVE_MS = 120_000;

export interface Listening {
  port: number;
  stop(): Promise<void>;
}

/** Listens on loopback only. Stopping ends idle and busy connections alike. */
export function listen(server: ServerType, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new StartError('port', `The sandbox cannot listen on port ${port}: ${error.message}`, error)),
    );
    server.listen(port, '127.0.0.1', () => {
      if ('keepAliveTimeout' in server) server.keepAliveTimeout = KEEP_ALIVE_MS;
      resolve({ port: (server.address() as AddressInfo).port, stop: () => stop(server) });
    });
  });
}

function stop(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
