import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../src/common/events.ts';
import { createBar } from '../../src/terminal/bar.ts';
import { type BarState, barLine } from '../../src/terminal/bar-line.ts';
import { createTheme } from '../../src/terminal/theme.ts';
import { visibleWidth } from '../../src/terminal/width.ts';
import { screen } from '../helpers/screen.ts';
import { recordedStream } from '../helpers/streams.ts';

const PLAIN = createTheme({}, {}, true);
const COLOURED = createTheme({}, { FORCE_COLOR: '1' }, false);
const BUSY: BarState = {
  stage: 'apply',
  done: 1_234,
  total: 10_000,
  counts: { created: 1_200, updated: 30, failed: 4 },
  rate: 12.3,
  quota: 'quota 140/150',
};

it('has everything where there is room, the counts before the rate', () => {
  expect(barLine(BUSY, 130, PLAIN)).toMatch(
    /^Applying [█░]{24} {2}1,234\/10,000 {2}created 1,200 {2}updated 30 {2}failed 4 {2}12\.3\/s · ETA .* {2}quota 140\/150$/,
  );
});

it('goes without the bar, the quota and the time left before it goes without the counts', () => {
  const at = (columns: number) => barLine(BUSY, columns, PLAIN);

  expect(at(110)).toContain('quota');
  expect(at(77)).not.toContain('quota');
  expect(at(77)).toContain('failed 4');
  expect(at(57)).not.toContain('ETA');
  expect(at(57)).toContain('created 1,200  updated 30  failed 4');
});

it.each([120, 100, 80, 77, 60, 57, 40, 20, 5])(
  'never is wider than %i columns, colours or not',
  (columns) => {
    for (const theme of [PLAIN, COLOURED])
      for (const total of [10_000, null])
        expect(visibleWidth(barLine({ ...BUSY, total }, columns, theme))).toBeLessThanOrEqual(columns);
  },
);

function aBar(columns: number, theme = PLAIN) {
  const stream = Object.assign(recordedStream(true), { columns });
  const bar = createBar(stream, theme, () => 0);
  const progress: RunEvent = { type: 'progress', stage: 'apply', done: 7, total: 9, counts: { created: 7 } };
  bar.event({ type: 'stage', stage: 'apply', total: 9 });
  bar.event(progress);
  return { bar, stream };
}

it.each([0, 4])('says lines above itself, whole and on lines of their own, from row %i on', (from) => {
  const { bar, stream } = aBar(60);

  bar.say('Stopping: finishing what is under way.');
  bar.event({ type: 'note', message: 'short' });

  const lines = screen(stream.text(), from);
  expect(lines.slice(0, 2)).toEqual(['Stopping: finishing what is under way.', 'short']);
  expect(lines[2]).toMatch(/^Applying .*7\/9 {2}created 7/);
  bar.close();
  expect(screen(stream.text(), from)).toEqual(['Stopping: finishing what is under way.', 'short', '']);
});

it('breaks a long note between words', () => {
  const { bar, stream } = aBar(30);

  bar.event({ type: 'note', message: 'the requests that BigCommerce takes in a minute are spent' });
  bar.close();

  expect(screen(stream.text())).toEqual([
    'the requests that BigCommerce',
    '  takes in a minute are spent',
    '',
  ]);
});

it('draws the counts in colour as far to the right as without', () => {
  const { bar, stream } = aBar(60, COLOURED);

  bar.say('Stopping.');

  expect(stripVTControlCharacters(stream.text())).toContain('7/9  created 7  0.0/s');
});
