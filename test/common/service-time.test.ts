import { afterEach, expect, it } from 'vitest';
import { serviceTime } from '../../src/common/service-time.ts';

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
