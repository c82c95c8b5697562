import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Names in lower case. */
export type Headers = Record<string, string | undefined>;

export interface Exchange {
  method: string;
  /** As sent, not decoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Headers;
  body: Buffer;
}

export interface UpstreamAnswer {
  status: number;
  headers: Headers;
  body: Buffer;
}

export interface Forwarder {
  url: string;
  close(): Promise<void>;
}

/**
 * A reverse proxy that changes nothing: raw headers and bodies go through as they came. `onAnswer` is called before the
 * client has the answer, so that whoever awaited a call can at once ask what was wrong with it.
 */
export async function startForwarder(
  upstream: string,
  onAnswer: (exchange: Exchange, answer: UpstreamAnswer) => void,
): Promise<Forwarder> {
  const base = new URL(upstream);
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    pass(base, agent, incoming, outgoing, onAnswer).catch(() => {
      // Refused, reset or cut off: the client meets the same as without the proxy, a connection that dies.
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function pass(
  base: URL,
  agent: Agent,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onAnswer: (exchange: Exchange, answer: UpstreamAnswer) => void,
): Promise<void> {
  const target = incoming.url ?? '/';
  const body = await bytes(incoming);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const onward = request({
      agent,
      host: base.hostname,
      port: base.port,
      method: incoming.method,
      path: `${base.pathname.replace(/\/$/, '')}${target}`,
      headers: withoutConnection(incoming.rawHeaders),
    });
    // A client that gives up (a timeout test) must not leave the call running upstream.
    outgoing.once('close', () => onward.destroy());
    onward.once('response', resolve).once('error', reject).end(body);
  });
  const answerBody = await bytes(answer);
  const [path = '', search = ''] = splitOnce(target, '?');
  onAnswer(
    {
      method: incoming.method ?? 'GET',
      path,
      query: new URLSearchParams(search),
      headers: lowerCased(incoming),
      body,
    },
    { status: answer.statusCode ?? 0, headers: lowerCased(answer), body: answerBody },
  );
  outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutConnection(answer.rawHeaders));
  outgoing.end(answerBody);
}

/** Rejects when the message breaks off before its end, as Node's streams do. */
async function bytes(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `Connection` and `Keep-Alive` speak of one connection; there are two here. */
function withoutConnection(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2)
    if (!/^(connection|keep-alive)$/i.test(raw[i]!)) kept.push(raw[i]!, raw[i + 1]!);
  return kept;
}

function lowerCased(message: IncomingMessage): Headers {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
