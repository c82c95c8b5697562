import { type Document, isMap, isScalar, isSeq, type Node, type Pair, type ParsedNode, visit } from 'yaml';
import type { LocatedFinding, Path } from './finding.ts';

/** Keys that reach into JavaScript's own objects. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

type MakeFinding = (offset: number, path: Path, message: string) => LocatedFinding;

/** Repeated, dangerous and non-text keys, and aliases without an anchor: what YAML allows and rules cannot mean. */
export function keyFindings(document: Document, finding: MakeFinding, lineOf: (offset: number) => number) {
  const findings: LocatedFinding[] = [];
  const anchors = new Set<string>();
  const seen = new Map<unknown, Map<string, number>>();
  visit(document, {
    Node(_, node) {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
    },
    Alias(_, alias) {
      if (anchors.has(alias.source)) return;
      const message = `text that begins with * needs quotes: "*${alias.source}"`;
      findings.push(finding(start(alias), [], message));
    },
    Pair(_, pair, ancestors) {
      const { key } = pair;
      const path = () => pathOf([...ancestors, pair]);
      if (!isScalar(key) || typeof key.value !== 'string') {
        const name = isScalar(key) ? (key.source ?? '') : '';
        const message = name ? `this key needs quotes: "${name}"` : 'a key must be text';
        // `{{brand}}` without quotes is a section whose key is a section: said where the value is checked.
        if (name || !isMap(key) || !isEmptyValue(pair.value))
          findings.push(finding(start(key), path(), message));
        return;
      }
      if (FORBIDDEN_KEYS.has(key.value))
        findings.push(finding(start(key), path(), `the key ${key.value} is not allowed`));
      const map = ancestors.at(-1);
      const keys = seen.get(map) ?? new Map<string, number>();
      seen.set(map, keys);
      const first = keys.get(key.value);
      if (first === undefined) keys.set(key.value, start(key));
      else
        findings.push(
          finding(start(key), path(), `this key is there twice, first in line ${lineOf(first)}; keep one`),
        );
    },
  });
  return findings;
}

function isEmptyValue(value: unknown): boolean {
  return value === null || (isScalar(value) && value.value === null);
}

export function start(node: unknown): number {
  return (node as ParsedNode | null)?.range?.[0] ?? 0;
}

function pathOf(ancestors: readonly (Document | Node | Pair)[]): Path {
  const path: (string | number)[] = [];
  for (const [i, node] of ancestors.entries()) {
    const next = ancestors[i + 1];
    if (isSeq(node) && next !== undefined) path.push(node.items.indexOf(next));
    else if ('key' in node && isScalar(node.key)) path.push(String(node.key.value));
  }
  return path;
}
