import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listenForStop } from '../../src/context/stop-signal.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function listening() {
  const said: string[] = [];
  const before = process.listenerCount('SIGINT');
  const stop = listenForStop(
    () => said.push('drain'),
    () => said.push('leave'),
  );
  onTestFinished(() => stop.close());
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  onTestFinished(() => kill.mockRestore());
  const signal = (name: 'SIGINT' | 'SIGTERM') => process.emit(name, name);
  return { stop, said, before, kill, signal };
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (name) => {
  it('takes nothing new the first time, and gives up 30 s later', () => {
    const { stop, said, signal } = listening();

    signal(name);
    expect(stop.drain.aborted).toBe(true);
    expect(stop.drain.reason).toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
    expect(said).toEqual(['drain']);
    vi.advanceTimersByTime(29_999);
    expect(stop.giveUp.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(stop.giveUp.reason).toMatchObject({ code: 'INTERRUPTED', exitCode: 130 });
  });

  it('brings the terminal back the second time and leaves as if nobody listened', () => {
    const { said, before, kill, signal } = listening();

    signal(name);
    signal(name);

    expect(said).toEqual(['drain', 'leave']);
    expect(kill.mock.calls).toEqual([[process.pid, name]]);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

it('gives nothing up once it is closed', () => {
  const { stop, before, signal } = listening();

  signal('SIGINT');
  stop.close();
  vi.advanceTimersByTime(60_000);

  expect(stop.giveUp.aborted).toBe(false);
  expect(process.listenerCount('SIGINT')).toBe(before);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
