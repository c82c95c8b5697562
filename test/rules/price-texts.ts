export const prices = (...rules: string[]) =>
  `price:\n  rules:\n${rules.map((rule) => `    - { ${rule} }\n`).join('')}`;
export const when = (...conditions: string[]) =>
  prices(...conditions.map((condition) => `from: list, when: { ${condition} }`));
