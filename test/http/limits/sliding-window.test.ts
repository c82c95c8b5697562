import { describe, expect, it } from 'vitest';
import { CLOCK_SLACK_MS } from '../../../src/http/limits/rate-limit.ts';
import { createSlidingLog, createSlidingWindow } from '../../../src/http/limits/sliding-window.ts';

const HOLD = 1_000 + CLOCK_SLACK_MS;

describe('a window that the service counts', () => {
  const open = (limit: number | (() => number)) =>
    createSlidingWindow({ limit, windowMs: 1_000, heldFrom: 'answer' });

  it('lets as many leave as it has, and then says when the oldest slot is free', () => {
    const window = open(3);
    for (const at of [0, 100, 250]) {
      expect(window.waitMs(at)).toBe(0);
      window.depart(at)(at);
    }

    expect(window.waitMs(300)).toBe(HOLD - 300);
    expect(window.waitMs(HOLD - 1)).toBe(1);
    expect(window.waitMs(HOLD)).toBe(0);
    window.depart(HOLD)(HOLD);
    expect(window.waitMs(HOLD)).toBe(100);
  });

  it('holds a slot from the answer on, and before it for nobody knows how long', () => {
    const window = open(2);
    const [first, second] = [window.depart(0), window.depart(0)];

    expect(window.waitMs(30_000)).toBe(Number.POSITIVE_INFINITY);
    first(30_000);
    expect(window.waitMs(30_000)).toBe(HOLD);
    expect(window.waitMs(30_000 + HOLD)).toBe(0);
    window.depart(30_000 + HOLD);
    expect(window.waitMs(30_000 + HOLD)).toBe(Number.POSITIVE_INFINITY);
    second(40_000);
    expect(window.waitMs(40_000)).toBe(HOLD);
  });

  it('follows a limit that moves: the slots that are too many must come back first', () => {
    let limit = 3;
    const window = open(() => limit);
    for (const at of [0, 10, 20]) window.depart(at)(at);
    limit = 1.9;

    expect(window.waitMs(20)).toBe(20 + HOLD - 20);
    expect(window.waitMs(HOLD + 10)).toBe(10);
    limit = 4;
    expect(window.waitMs(20)).toBe(0);
  });

  it('lets one leave even where the limit is none', () => {
    const window = open(0);

    expect(window.waitMs(0)).toBe(0);
    window.depart(0)(0);
    expect(window.waitMs(0)).toBe(HOLD);
  });
});

describe('a window of what we send', () => {
  it('holds a slot from the departure on, whatever the answer takes', () => {
    const window = createSlidingWindow({ limit: 1, windowMs: 1_000, heldFrom: 'departure' });
    const release = window.depart(0);

    expect(window.waitMs(400)).toBe(HOLD - 400);
    release(900);
    expect(window.waitMs(HOLD)).toBe(0);
  });
});

describe('a log of moments', () => {
  it('forgets up to a moment, and keeps its order', () => {
    const log = createSlidingLog();
    for (const at of [1, 2, 2, 5]) log.add(at);

    expect([log.length, log.at(0), log.at(3), log.at(4)]).toEqual([4, 1, 5, undefined]);
    log.dropUntil(2);
    expect([log.length, log.at(0), log.at(1)]).toEqual([1, 5, undefined]);
    log.dropUntil(9);
    expect([log.length, log.at(0)]).toEqual([0, undefined]);
    log.add(11);
    expect([log.length, log.at(0)]).toEqual([1, 11]);
    log.clear();
    expect([log.length, log.at(0)]).toEqual([0, undefined]);
  });

  it('stays the same where it cuts off what it forgot', () => {
    const log = createSlidingLog();
    const kept: number[] = [];
    for (let at = 0; at < 10_000; at += 1) {
      log.add(at);
      kept.push(at);
      const limit = at - 300;
      log.dropUntil(limit);
      while ((kept[0] ?? 0) <= limit) kept.shift();
      if (log.length !== kept.length || log.at(0) !== kept[0] || log.at(log.length - 1) !== at)
        expect.fail(`after ${at}: ${log.length} from ${log.at(0)}, not ${kept.length} from ${kept[0]}`);
    }
    log.dropUntil(9_990);
    expect([log.length, log.at(0)]).toEqual([9, 9_991]);
    log.clear();
    log.add(1);
    expect([log.length, log.at(0)]).toEqual([1, 1]);
  });
});
