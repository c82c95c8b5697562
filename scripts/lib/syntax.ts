/** A node of the syntax tree as a walk over all kinds of nodes sees it. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** In the order of the text. `visitorKeys` are the parser's own. */
export function childrenOf(
  node: SyntaxNode,
  visitorKeys: Readonly<Record<string, readonly string[]>>,
): SyntaxNode[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => [node[key]].flat().filter(isNode));
}
