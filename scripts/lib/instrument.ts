import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import MagicString from 'magic-string';
import { parseSync, visitorKeys } from 'oxc-parser';
import { childrenOf, isNode, type SyntaxNode } from './syntax.ts';

/** A function with a block for a body that was entered: its file below the folder of sources, and its name. */
export interface Entry {
  file: string;
  name: string;
}

/** What the inserted calls look for. A symbol of its own, so that no code meets it by chance. */
const HOOK = 'globalThis[Symbol.for("ttpd.entered")]';

/**
 * From here on every module of `sources` that is loaded tells `onEntry` which of its functions are entered, and in which
 * order. Node strips the types afterwards as ever, so lines and columns stay what they are.
 */
export function instrument(sources: string, onEntry: (entry: Entry) => void): void {
  Object.defineProperty(globalThis, Symbol.for('ttpd.entered'), {
    value: (file: string, name: string) => onEntry({ file, name }),
  });
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const file = url.startsWith('file:') ? path.relative(sources, fileURLToPath(url)) : '..';
      if (file.startsWith('..') || !file.endsWith('.ts')) return loaded;
      return { ...loaded, source: withCalls(file, String(loaded.source)) };
    },
  });
}

function withCalls(file: string, source: string): string {
  const text = new MagicString(source);
  const visit = (node: SyntaxNode, context: string): void => {
    const name = nameOf(node) ?? context;
    if (/Function/.test(node.type) && isNode(node.body) && node.body.type === 'BlockStatement')
      text.appendRight(node.body.start + 1, `${HOOK}(${JSON.stringify(file)},${JSON.stringify(name)});`);
    for (const child of childrenOf(node, visitorKeys)) visit(child, name);
  };
  visit(parseSync(file, source).program as unknown as SyntaxNode, '');
  return text.toString();
}

/** A function's own name, or that of what it is the value of; of a callback, that of the function around it. */
function nameOf(node: SyntaxNode): string | undefined {
  const named = node.id ?? (['Property', 'MethodDefinition'].includes(node.type) ? node.key : undefined);
  return isNode(named) && typeof named.name === 'string' ? named.name : undefined;
}
