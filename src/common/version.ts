import { readFileSync } from 'node:fs';

declare const __TTPD_VERSION__: string | undefined;

/** Put in by the build; from the sources it is read from package.json. */
export function version(): string {
  if (typeof __TTPD_VERSION__ === 'string') return __TTPD_VERSION__;
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
