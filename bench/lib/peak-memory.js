// Loaded with --import into the process that is measured, which leaves its peak behind when it ends. Plain JavaScript:
// stripping types would itself take the memory that is to be measured.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env.BENCH_PEAK_FILE;

if (file) process.on('exit', () => writeFileSync(file, String(peakKb())));

/** Linux's own mark for this program; getrusage's would count the parent's pages from before the exec. */
function peakKb() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
