/** Runners of models as text. Twin: pkg/engine/vectors/model_test.go. */
import { calendarOf } from '../features/calendar';
import { predict } from '../fit/model';
import { decodeModel } from '../model/modelText';
import { holidayDays, parseSpec } from '../spec/parse';
import { loadZone } from '../zone/zone';
import type { Runner } from './runner';

export const modelRunners: Record<string, Runner> = {
  'model/read': {
    inputs: ['text', 'times'],
    run: (i) => {
      const { center } = decodeModel(i.raw('text') as string);
      return predict(center, calendarOf(i.numbers('times'), loadZone('UTC'), holidayDays(parseSpec({}).spec)), []);
    },
  },
};
