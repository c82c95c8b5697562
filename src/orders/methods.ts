/** Whether a shipping method is one of these patterns: `*air*` and the like. */
export function isMethod(method: string, patterns: string | readonly string[]): boolean {
  return [patterns].flat().some((pattern) => {
    const source = pattern
      .split('*')
      .map((text) => RegExp.escape(text))
      .join('.*');
    return new RegExp(`^${source}$`, 'i').test(method.trim());
  });
}
