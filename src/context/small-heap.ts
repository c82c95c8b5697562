import v8 from 'node:v8';

/**
 * For commands that stream hundreds of thousands of rows: garbage is collected early and in small amounts, instead of
 * lying until the heap has grown. The young generation stays at its first size, and the old one grows by a fifth between
 * collections (figures: bench/README.md). Both flags are read whenever the heap would grow, so they work at run time.
 */
export function keepHeapSmall(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  v8.setFlagsFromString('--heap-growing-percent=20');
}
