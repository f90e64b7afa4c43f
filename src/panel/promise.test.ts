/** Alerts a week over what a panel has shown. */
import { Analysis } from '../engine/analysis';
import { isBroken, promiseText, Walked } from './promise';
import { Drawn } from './run';

const HOUR = 3_600_000;

/** A series of hours, anomalous where its hour is one of `at`. */
function shown(fromHour: number, hours: number, at: number[], asked: number | undefined = 1, key = 's'): Drawn {
  const timesMs = Float64Array.from({ length: hours }, (_, i) => (fromHour + i) * HOUR);
  const anomaly = timesMs.map((t) => (at.includes(t / HOUR) ? 1 : 0));
  return { source: { key }, analysis: { stepMs: HOUR, timesMs, anomaly } as Analysis, asked } as Drawn;
}

test('two weeks with three incidents, asked for one', () => {
  const promised = new Walked().add('q', [shown(0, 336, [10, 11, 50, 300])]);
  expect(promised).toEqual({ perWeek: 1.5, asked: 1, series: 1 });
  expect(promiseText(promised)).toBe('1.5 alerts a week, 1 asked');
});

test('under seven days it is not measured yet', () => {
  expect(promiseText(new Walked().add('q', [shown(0, 167, [10])]))).toBe('Alerts a week not measured yet, 1 asked');
  expect(promiseText(new Walked().add('q', [shown(0, 168, [10])]))).toBe('1 alert a week, 1 asked');
});

test('who looks at a month, and then at its last hours, has measured the month; new slots add to it', () => {
  const walked = new Walked();
  walked.add('q', [shown(0, 336, [10])]);
  expect(walked.add('q', [shown(330, 6, [])]).perWeek).toBe(0.5);
  expect(walked.add('q', [shown(330, 12, [341])]).perWeek).toBeCloseTo(2 / (342 / 168));
  expect(walked.add('q', [shown(200, 20, [])]).perWeek).toBeCloseTo(2 / (342 / 168));
});

test('another question, a gap, or a verdict that differs begins anew', () => {
  const month = () => {
    const walked = new Walked();
    walked.add('q', [shown(0, 336, [10])]);
    return walked;
  };
  expect(month().add('other', [shown(330, 6, [])]).perWeek).toBeNull();
  expect(month().add('q', [shown(400, 6, [])]).perWeek).toBeNull();
  expect(month().add('q', [shown(330, 6, [331])]).perWeek).toBeNull();
});

test('slots of more than 28 days ago are let go of', () => {
  const walked = new Walked();
  walked.add('q', [shown(0, 28 * 24, [1])]);
  expect(walked.add('q', [shown(28 * 24 - 1, 49, [])]).perWeek).toBe(0);
});

test('series of several promises name none; each counts once', () => {
  const walked = new Walked();
  const both = walked.add('q', [shown(0, 168, [1, 9]), shown(0, 168, [], 2, 't'), shown(0, 24, [3], 2, 'u')]);
  expect(both).toEqual({ perWeek: 1, asked: undefined, series: 3 });
  expect(promiseText(both)).toBe('1 alert a week per series');
});

test('more than twice as many as asked break the promise', () => {
  expect(isBroken({ perWeek: 2.1, asked: 1, series: 1 })).toBe(true);
  expect(isBroken({ perWeek: 2, asked: 1, series: 1 })).toBe(false);
  expect(isBroken({ perWeek: null, asked: 1, series: 1 })).toBe(false);
  expect(isBroken({ perWeek: 9, series: 1 })).toBe(false);
});
