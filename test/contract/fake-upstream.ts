import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedAnswer {
  status: number;
  json?: unknown;
  text?: string | Buffer;
  headers?: Record<string, string>;
  /** Breaks the connection off in the middle of the body. */
  cutOff?: boolean;
  /** Never answers. */
  hang?: boolean;
}

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** Settles when the answer is sent or the caller has gone. */
  over: Promise<unknown>;
}

/** Answers every call with the next scripted answer, and keeps what it was asked. */
export async function startFakeUpstream() {
  const script: ScriptedAnswer[] = [];
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers } = request;
    const over = once(response, 'close');
    received.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8'), over });
    const { status, json, text, headers: extra, cutOff, hang } = script.shift() ?? { status: 500 };
    if (hang === true) return;
    const body = json === undefined ? text : JSON.stringify(json);
    if (cutOff === true) {
      response.writeHead(status, { 'content-length': '1000' }).write(body ?? '{', () => response.destroy());
      return;
    }
    const type = json === undefined ? 'text/html' : 'application/json';
    response
      .writeHead(status, { ...(body === undefined ? {} : { 'content-type': type }), ...extra })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (answer: ScriptedAnswer) => void script.push(answer),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
