/** @jest-environment node */
import { loadZone } from '../zone/zone';
import { calendarOf, pickCalendar } from './calendar';
import { Clock } from './clock';
import { design } from './design';
import { DesignSpec } from './designSpec';
import { Scratch } from './scratch';

/** Half hours of four days, weekend and Monday among them. */
const timesMs = Float64Array.from({ length: 192 }, (_, i) => Date.UTC(2026, 0, 1) + i * 1_800_000); // a Thursday

test('a design in used memory is as in new', () => {
  const calendar = calendarOf(timesMs, loadZone('UTC'), new Map());
  const none = { week: 0, year: 0, holiday: -1, cycles: [], slope: false, regressors: [], fromMs: 0, spanMs: 1 };
  const designSpec: DesignSpec = { ...none, day: 2, weekend: 1, steps: [timesMs[100]] };
  const want = design(designSpec, calendar, []);
  const used = new Float64Array(2 * want.data.length).fill(NaN);
  const scratch = new Scratch();
  scratch.leave({ rows: 1, cols: used.length, data: used });
  const got = design(designSpec, calendar, [], scratch);
  expect(got).toEqual(want);
  expect(got.data.buffer).toBe(used.buffer);
});

test.each([[[]], [[3, 4, 5]], [[3, 50, 51, 190]], [[0, 1]], [[60, 62]]])(
  'a clock reads rows %j as the whole calendar does',
  (rows) => {
    const zone = loadZone('Europe/Berlin');
    const picked = Int32Array.from(rows);
    const clock = new Clock(timesMs, zone, new Map());
    clock.between(55, 65); // a stretch that it remembers
    expect(clock.at(picked)).toEqual(pickCalendar(calendarOf(timesMs, zone, new Map()), picked));
  }
);
