import { ServiceError } from '../errors/service-error.ts';
import type { HttpRequest, Service } from './send.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/**
 * Where a request goes. Refuses (`BAD_TARGET`, nothing sent) everything that could carry the key to somewhere else
 * than the configured service: other origins, plain http to another machine, credentials in the address.
 */
export function targetUrl(baseUrl: string, request: HttpRequest, service: Service): URL {
  const refuse = (problem: string) =>
    new ServiceError('BAD_TARGET', problem, { service, endpoint: request.endpoint, outcome: 'not_sent' });
  const base = URL.parse(baseUrl);
  if (base === null) throw refuse(`The base URL of ${service} is not a URL.`);
  if (base.username !== '' || base.password !== '') {
    throw refuse(`The base URL of ${service} contains a user name or password; take it out.`);
  }
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLoopback(base))) {
    throw refuse(
      `${service} must be reached by https: ${base.protocol}//${base.host} would show the key to others.`,
    );
  }
  if (!request.path.startsWith('/'))
    throw refuse(`The path of ${request.endpoint} does not begin with a slash.`);
  // Joined as text: after a slash, neither `//host` nor `http://host` in a path can name another host.
  const url = URL.parse(base.origin + base.pathname.replace(/\/+$/, '') + request.path);
  if (url === null) throw refuse(`The path of ${request.endpoint} is not part of a URL.`);
  url.search = queryText(request.query);
  return url;
}

/** `:` and `,` stay as they are: `sku:in=A,B` lists are limited by the length of the URL. */
export function queryText(query: HttpRequest['query'] = {}): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('%3A', ':').replaceAll('%2C', ',');
}
