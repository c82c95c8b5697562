/** How what a comparison goes by is written, and that in words. */
export const WRITTEN = {
  toleranceStock: [/^(\d{1,9}|\d{1,2}(\.\d+)?%)$/, 'whole pieces such as 2, or a share such as 5%'],
  tolerancePrice: [/^\d{1,9}(\.\d{1,4})?$/, 'an amount such as 0.01'],
  maxAge: [/^\d{1,5}[mhd]$/, 'minutes, hours or days: 30m, 4h, 2d'],
  failOn: [/^(any|none|\d{1,2}(\.\d+)?%)$/, 'any, none or a share such as 1%'],
} as const satisfies Record<string, readonly [RegExp, string]>;
