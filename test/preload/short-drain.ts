/** Loaded into ttpd with `node --import`: the 30 seconds that a first signal leaves are 300 milliseconds. */
const setTimer = globalThis.setTimeout;
const shortened = (work: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) =>
  setTimer(work, ms === 30_000 ? 300 : ms, ...values);
globalThis.setTimeout = Object.assign(shortened, setTimer);
