/** Runners of stage features. Twin: pkg/engine/vectors/features_test.go. */
import { calendarOf } from '../features/calendar';
import { design } from '../features/design';
import { findPeriod } from '../features/period';
import type { DesignSpec } from '../features/designSpec';
import { findSteps } from '../features/steps';
import { weekFrom, weekStart } from '../features/week';
import { monthSlot } from '../features/year';
import { transformOf } from '../features/transform';
import { holidaysOf } from '../holiday/holiday';
import { parseSpec } from '../spec/parse';
import type { Inputs, Runner } from './runner';
import { zoneOfCase } from './zoneRunners';

export const featuresRunners: Record<string, Runner> = {
  'features/calendarOf': {
    inputs: ['timezone', 'times', 'holidays?'],
    run: (i) => {
      const { day, dayMs, weekMs, weekend, holiday } = calendarOfCase(i);
      return { day, dayMs, weekMs, weekend, holiday };
    },
  },
  'features/design': {
    inputs: ['timezone', 'times', 'holidays?', 'designSpec'],
    run: (i) => {
      const designSpec: DesignSpec = { ...(i.raw('designSpec') as Omit<DesignSpec, 'regressors'>), regressors: [] };
      const { rows, cols, data } = design(designSpec, calendarOfCase(i), []);
      return Array.from({ length: rows }, (_, r) => Float64Array.from({ length: cols }, (_, c) => data[c * rows + r]));
    },
  },
  'features/transformOf': {
    inputs: ['times', 'values', 'transform'],
    run: (i) => {
      const band = { lowerBound: -2, upperBound: 50 };
      const { spec } = parseSpec({ schemaVersion: 1, transform: i.raw('transform'), band });
      return { ...transformOf(calendarOfCase(i), i.numbers('values'), spec) };
    },
  },
  'features/weekStart': {
    inputs: ['timezone', 'times', 'holidays?', 'values'],
    run: (i) => {
      const calendar = calendarOfCase(i);
      const start = weekStart(calendar, i.numbers('values'));
      return { start, weekend: weekFrom(calendar, start).weekend };
    },
  },
  'features/monthSlot': { inputs: ['days'], run: (i) => i.numbers('days').map(monthSlot) },
  'features/findPeriod': {
    inputs: ['times', 'values', 'stepMs'],
    run: (i) => findPeriod(i.numbers('times'), i.numbers('values'), i.number('stepMs')),
  },
  'features/findSteps': {
    inputs: ['times', 'values', 'stepMs'],
    run: (i) => findSteps(calendarOfCase(i), i.numbers('values'), i.number('stepMs')),
  },
};

/** The calendar of a case's times in its timezone, or in UTC, with the holidays of its iCalendar text. */
export function calendarOfCase(i: Inputs) {
  const zone = zoneOfCase(i);
  const holidays = holidaysOf([], i.has('holidays') ? (i.raw('holidays') as string) : '', zone);
  return calendarOf(i.numbers('times'), zone, holidays);
}
