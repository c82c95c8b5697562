/** Whole numbers from the command line, or the defaults. */
export function sizesFromArguments(defaults: readonly number[]): readonly number[] {
  const given = process.argv.slice(2).map(Number);
  if (given.some((size) => !Number.isInteger(size) || size < 1))
    throw new Error(`whole numbers, please: ${process.argv.slice(2).join(' ')}`);
  return given.length > 0 ? given : defaults;
}
