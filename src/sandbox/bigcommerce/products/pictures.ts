import { createHash } from 'node:crypto';
import type { StoreBehaviour } from '../../store-behaviour.ts';

const EXTENSIONS = ['jpg', 'jpeg', 'png', 'gif', 'webp'];

/**
 * Whether the store's servers would get a picture. Nothing is fetched: all hosts are taken for good but those of the
 * settings, and but for a share of the addresses, which are always the same ones.
 */
export function isFetchable({ unfetchable }: Pick<StoreBehaviour, 'unfetchable'>, address: string): boolean {
  if (!/^https?:\/\/[^\s/]+\/\S*$/.test(address) || !URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  if (unfetchable.hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))) return false;
  return digest(address).readUInt32BE() / 2 ** 32 >= unfetchable.share;
}

/**
 * The name that the store gives a picture's file: the base name of where it came from, and a number that another edit
 * changes (docs/facts/bigcommerce-catalog.md#images).
 */
export function fileOf(id: number, address: string, modified: number) {
  const path = URL.canParse(address) ? new URL(address).pathname : address;
  const [, base = '', ending = ''] = /([^/]*?)(?:\.([A-Za-z0-9]+))?$/.exec(decoded(path)) ?? [];
  const hash = digest(`${id} ${address} ${modified}`);
  const number = String(10_000 + (hash.readUInt32BE() % 90_000));
  const extension = ending.toLowerCase();
  return {
    folder: `${String.fromCharCode(97 + (hash.readUInt8(4) % 26))}/${String(hash.readUInt16BE(5) % 1000).padStart(3, '0')}`,
    name: `${base.replace(/[^\w-]/g, '_') || 'image'}__${number}`,
    extension: EXTENSIONS.includes(extension) ? extension : 'jpg',
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
