/** Runners of local days. Twin: pkg/engine/vectors/zone_test.go. */
import { cutOf } from '../cuts';
import { holidaysOf } from '../holiday/holiday';
import { parseSpec } from '../spec/parse';
import { loadZone } from '../zone/zone';
import type { Inputs, Result, Runner } from './runner';

export const zoneRunners: Record<string, Runner> = {
  'zone/startOfDay': {
    inputs: ['timezone', 'days'],
    run: (i) => i.numbers('days').map((day) => zoneOfCase(i).startOfDay(day)),
  },
  'zone/cutOf': {
    inputs: ['timezone', 'every', 'times'],
    run: (i) => {
      const { spec } = parseSpec({ features: { timezone: i.raw('timezone') }, train: { every: i.raw('every') } });
      return i.numbers('times').map((t) => cutOf(t, spec));
    },
  },
  'holiday/days': {
    inputs: ['countries', 'ical', 'timezone', 'from', 'to'],
    run: (i) => {
      const days = holidaysOf(i.raw('countries') as string[], i.raw('ical') as string, zoneOfCase(i));
      const rows: Result[] = [];
      for (let day = i.number('from'); day < i.number('to'); day++) {
        const like = days.get(day);
        if (like !== undefined) {
          rows.push([day, like]);
        }
      }
      return rows;
    },
  },
};

/** A case's time zone, or UTC. */
export function zoneOfCase(i: Inputs) {
  return loadZone(i.has('timezone') ? (i.raw('timezone') as string) : 'UTC');
}
