/** Runners of the whole pipeline. Twin: pkg/engine/vectors/pipeline_test.go. */
import { type Analysis, State } from '../analysis';
import { forecastSeries } from '../forecast/forecast';
import { Random } from '../num/random';
import { analyse } from '../pipeline';
import { Series } from '../series/series';
import { parseSpec } from '../spec/parse';
import { DAY_MS } from '../zone/zone';
import type { Inputs, Runner } from './runner';

export const pipelineRunners: Record<string, Runner> = {
  'pipeline/analyse': {
    inputs: ['times', 'values', 'spec', 'fromMs', 'toMs'],
    run: (i) => {
      const { stepMs, notices, models, ...columns } = analysisOf(i, i.numbers('times'));
      return columns;
    },
  },
  'pipeline/states': {
    inputs: ['startMs', 'stepMs', 'values', 'spec', 'fromMs', 'toMs'],
    run: (i) => {
      const start = i.number('startMs');
      const step = i.number('stepMs');
      const { state, notices } = analysisOf(
        i,
        i.numbers('values').map((_, k) => start + k * step),
        step
      );
      return { runs: runsOf(state), notices: notices.map(({ code }) => code) };
    },
  },
  'pipeline/digest': {
    inputs: ['seed', 'points', 'stepMs', 'swing', 'noise', 'round', 'zeros', 'changes', 'holds', 'spec'],
    run: digest,
  },
  'pipeline/forecast': {
    inputs: ['seed', 'points', 'stepMs', 'swing', 'noise', 'round', 'zeros', 'changes', 'holds', 'spec'],
    run: digestOfForecast,
  },
};

const START_MS = 1_767_571_200_000; // a Monday

/** One hash of the last two thirds of the analysis of a series that is drawn. */
function digest(i: Inputs): number {
  const [n, stepMs] = [i.number('points'), i.number('stepMs')];
  const series = drawn(i, n, stepMs);
  const fromMs = series.timesMs[Math.floor(n / 3)];
  const { spec } = parseSpec(i.raw('spec'));
  const a = analyse({ series }, spec, { fromMs, toMs: series.timesMs[n - 1], stepMs });
  const {
    expected,
    lower,
    upper,
    intervalLower,
    intervalUpper,
    lower99,
    upper99,
    score,
    reason,
    drift,
    direction,
    anomaly,
  } = a;
  const learnt = a.models.map(({ coverage, mae }) => [coverage, mae]);
  return hashOf([
    expected,
    lower,
    upper,
    intervalLower,
    intervalUpper,
    lower99,
    upper99,
    score,
    reason,
    drift,
    direction,
    anomaly,
    ...learnt,
  ]);
}

/** One hash of what a series that is drawn is forecast to become. */
function digestOfForecast(i: Inputs): number {
  const [n, stepMs] = [i.number('points'), i.number('stepMs')];
  const series = drawn(i, n, stepMs);
  const { spec } = parseSpec(i.raw('spec'));
  const window = { fromMs: series.timesMs[0], toMs: series.timesMs[n - 1], stepMs };
  const { expected, lower, upper, intervalLower, intervalUpper } = forecastSeries({ series }, spec, window);
  return hashOf([expected, lower, upper, intervalLower, intervalUpper]);
}

/** FNV-1a over the 32-bit halves of all numbers. */
function hashOf(columns: Array<ArrayLike<number>>): number {
  const word = new DataView(new ArrayBuffer(8));
  let hash = 0x811c9dc5;
  for (const column of columns) {
    for (let k = 0; k < column.length; k++) {
      word.setFloat64(0, Number.isNaN(column[k]) ? -0 : column[k]); // a NaN has many bits
      hash = Math.imul(hash ^ word.getUint32(0), 0x01000193);
      hash = Math.imul(hash ^ word.getUint32(4), 0x01000193);
    }
  }
  return hash >>> 0;
}

/** A shape of the day with noise, rounded, then held and changed where the case says. */
function drawn(i: Inputs, n: number, stepMs: number): Series {
  const random = new Random(i.number('seed'));
  const [swing, noise, whole, zeros] = [i.number('swing'), i.number('noise'), i.number('round'), i.number('zeros')];
  const timesMs = new Float64Array(n).map((_, k) => START_MS + k * stepMs);
  const values = timesMs.map((t) => {
    const part = (4 * (t % DAY_MS)) / DAY_MS - 2; // of the day, −2 … 2
    const v = 100 + swing * part * part + noise * random.normal();
    const rounded = whole > 0 ? Math.floor(v / whole) * whole : v;
    return random.uniform() < zeros ? 0 : rounded;
  });
  for (const [from, length] of i.rows('holds')) {
    values.fill(values[from], from, from + length);
  }
  for (const [from, length, by] of i.rows('changes')) {
    for (let k = from; k < Math.min(from + length, n); k++) {
      values[k] += by;
    }
  }
  return { timesMs, values };
}

function analysisOf(i: Inputs, timesMs: Float64Array, stepMs?: number): Analysis {
  const series = { timesMs, values: i.numbers('values') };
  return analyse({ series }, parseSpec(i.raw('spec')).spec, {
    fromMs: i.number('fromMs'),
    toMs: i.number('toMs'),
    stepMs,
  });
}

/** How many slots in a row have which state, in words. */
function runsOf(states: Uint8Array): Array<[number, string]> {
  const words = Object.keys(State).map((word) => word.toLowerCase());
  const runs: Array<[number, string]> = [];
  states.forEach((state, i) => {
    if (i > 0 && state === states[i - 1]) {
      runs[runs.length - 1][0]++;
    } else {
      runs.push([1, words[state]]);
    }
  });
  return runs;
}
