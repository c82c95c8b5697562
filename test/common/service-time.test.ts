import { afterEach, expect, it } from 'vitest';
import { serviceTime, withZone } from '../../src/common/service-time.ts';

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

it.each(['America/Los_Angeles', 'UTC', 'Asia/Tokyo'])('is the same in %s', (machine) => {
  process.env.TZ = machine;
  const at = Date.UTC(2026, 10, 27, 14, 49, 35);

  for (const text of [
    '2026-11-27T14:49:35',
    '2026-11-27 14:49:35',
    '2026-11-27T14:49:35Z',
    '2026-11-27T15:49:35+01:00',
    'Fri, 27 Nov 2026 14:49:35 +0000',
    'Fri, 27 Nov 2026 14:49:35',
    'Fri, 27 Nov 2026 14:49:35 GMT',
  ])
    expect(serviceTime(text), text).toBe(at);
  expect(serviceTime('2026-11-27')).toBe(Date.UTC(2026, 10, 27));
  expect(serviceTime('soon')).toBeNaN();
});

it.each([
  ['2026-11-27T14:49:35', 'America/Chicago', '2026-11-27T20:49:35.000Z'],
  ['2026-07-01 08:00:00', 'America/Chicago', '2026-07-01T13:00:00.000Z'],
  ['2026-07-01', 'Asia/Tokyo', '2026-06-30T15:00:00.000Z'],
  ['Fri, 27 Nov 2026 14:49:35', 'Europe/Berlin', '2026-11-27T13:49:35.000Z'],
  // The nights in which clocks are put forward, and back.
  ['2026-03-08T01:59:59', 'America/Chicago', '2026-03-08T07:59:59.000Z'],
  ['2026-03-08T03:00:00', 'America/Chicago', '2026-03-08T08:00:00.000Z'],
  ['2026-11-01T00:30:00', 'America/Chicago', '2026-11-01T05:30:00.000Z'],
  ['2026-11-01T02:00:00', 'America/Chicago', '2026-11-01T08:00:00.000Z'],
])('takes %s for a time in %s', (text, timeZone, expected) => {
  process.env.TZ = 'Asia/Tokyo';

  expect(new Date(serviceTime(text, timeZone)).toISOString()).toBe(expected);
  expect(withZone(text, timeZone)).toBe(expected);
});

it('keeps a time that names its zone, and what is no time', () => {
  for (const text of ['2026-11-27T14:49:35Z', '2026-11-27T15:49:35+01:00', 'soon', '1764254975'])
    expect(withZone(text, 'America/Chicago')).toBe(text);
  expect(serviceTime('soon', 'America/Chicago')).toBeNaN();
});
