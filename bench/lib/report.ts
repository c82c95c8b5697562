import { cpus, loadavg } from 'node:os';

/** What the figures of a run depend on. */
export function printMachine(what: string): void {
  const [cpu] = cpus();
  const load = loadavg()[0]?.toFixed(1);
  console.log(`# ${what}`);
  console.log(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim()}), load ${load} at the start\n`,
  );
}

/** A Markdown table, to be read as it is and to be pasted into README.md. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => {
    const padded = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `| ${padded.join(' | ')} |`;
  };
  const [top = [], ...body] = cells;
  console.log(line(top));
  console.log(
    `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`,
  );
  for (const row of body) console.log(line(row));
  console.log('');
}

export function times(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(2)} x` : '-';
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

export function minutes(ms: number): string {
  return `${(ms / 60_000).toFixed(1)} min`;
}

export function whole(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
