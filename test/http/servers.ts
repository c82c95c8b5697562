import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Real servers on loopback, closed with the test. Each resolves to its port. */
export function listen(server: Server | TcpServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

export function serve(listener: RequestListener): Promise<number> {
  return listen(createServer(listener));
}

/** Answers each connection with these bytes as they are, then does what `end` says. */
export function serveBytes(bytes: string | Buffer, end: 'close' | 'reset'): Promise<number> {
  return listen(
    createTcpServer((socket) => {
      socket.once('data', () => {
        socket.write(bytes, () => (end === 'close' ? socket.end() : socket.resetAndDestroy()));
      });
    }),
  );
}

export function certificate(name: string): string {
  return fileURLToPath(new URL(`./certificates/${name}.pem`, import.meta.url));
}

export function serveTls(name: string, listener: RequestListener, options = {}): Promise<number> {
  const pem = readFileSync(certificate(name));
  return listen(createHttpsServer({ cert: pem, key: pem, ...options }, listener));
}
