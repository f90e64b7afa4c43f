/**
 * TypeScript's side of the engine's bench: whole jobs on the series of test/bench/engine/main.go. Runs one job and prints
 * JSON. Needs --expose-gc.
 */
import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';
import { apply } from '../../src/engine/apply';
import { Grid, regularGrid } from '../../src/engine/clean/grid';
import { calendarOf } from '../../src/engine/features/calendar';
import { predict } from '../../src/engine/fit/model';
import { analyse, ModelStore } from '../../src/engine/pipeline';
import { holidayDays, parseSpec } from '../../src/engine/spec/parse';
import { Model, train } from '../../src/engine/train';
import { loadZone } from '../../src/engine/zone/zone';

const START_MS = 1_767_571_200_000; // a Monday
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const [n, repeats] = process.argv.slice(3).map(Number);

/** A daily shape with noise, the same in every language. */
function seriesOf(points: number, stepMs: number) {
  let state = 1;
  const timesMs = new Float64Array(points);
  const values = timesMs.map((_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    timesMs[i] = START_MS + i * stepMs;
    const part = (4 * (timesMs[i] % DAY_MS)) / DAY_MS - 2; // of the day, −2 … 2
    return 100 + 40 * part * part + 20 * (state / 2 ** 32 - 0.5);
  });
  return { timesMs, values };
}

const specOf = (raw: object) => parseSpec(raw).spec;

/** Learns one model from so many points, again and again. */
function learner(raw: object, points: number, stepMs: number): () => Model {
  const spec = specOf(raw);
  const grid = regularGrid(seriesOf(points, stepMs), spec, { stepMs });
  return () => train(grid, spec, START_MS + points * stepMs);
}

const periods = [
  { period: '1d', harmonics: 12 },
  { period: '7d', harmonics: 7 },
];

/** One linear model of 40 columns: reweighted fit, errors out of fold, band, rules. */
function learn() {
  const { ms, last } = measure(
    learner({ model: { kind: 'linear' }, features: { seasonality: periods } }, n, MINUTE_MS)
  );
  const { center } = last;
  return { ms, columns: center.kind === 'linear' ? center.linear.coefficients.length : 0 };
}

/** One model as the default spec learns it, at 5 minutes. */
const auto = () => ({ ms: measure(learner({}, n, 5 * MINUTE_MS)).ms });

/** For bytes a point: of more the collector would clean up on the way, of fewer what a verdict takes anyhow would show. */
const HEAP_POINTS = 10_000;
const HEAP_RUNS = 9;

/** What a model expects of n points, and the whole verdict on them. */
function judge() {
  const results: Record<string, number> = {};
  for (const kind of ['linear', 'boosted']) {
    const spec = specOf({ model: { kind } });
    const model = learner({ model: { kind } }, 4032, 5 * MINUTE_MS)();
    const gridOf = (points: number) => regularGrid(seriesOf(points, 5 * MINUTE_MS), spec, { stepMs: 5 * MINUTE_MS });
    const verdictOf = (grid: Grid) => () => apply(model, grid, START_MS, grid.endMs, spec);
    const grid = gridOf(n);
    const calendar = calendarOf(grid.timesMs, loadZone('UTC'), holidayDays(spec));
    results[`${kind} expected`] = measure(() => predict(model.center, calendar, [])).ms;
    results[`${kind} verdict`] = measure(verdictOf(grid)).ms;
    if (n === HEAP_POINTS) {
      const more = heapOf(verdictOf(gridOf(5 * n))) - heapOf(verdictOf(grid));
      results[`${kind} heap`] = more / (4 * n);
    }
  }
  return results;
}

/** A whole analysis of so many minutes, a linear model a day. */
function walker(points: number) {
  const spec = specOf({ model: { kind: 'linear' } });
  const series = seriesOf(points, MINUTE_MS);
  const window = { fromMs: START_MS, toMs: series.timesMs[points - 1], stepMs: MINUTE_MS };
  return (models?: ModelStore) => analyse({ series }, spec, window, models);
}

/** The time of a walk over n minutes, and the memory that the process takes for it. */
function walk() {
  const work = walker(n);
  const before = process.resourceUsage().maxRSS;
  const { ms } = measure(() => work());
  return { ms, bytes: (process.resourceUsage().maxRSS - before) * 1024 };
}

/** What a walk over n minutes holds at most between two cuts, without what the collector would take. */
function hold() {
  const work = walker(n);
  walker(COMPILED_AFTER)(); // compiled code is no holding of a walk
  const before = heldBytes();
  let most = 0;
  work({
    get: () => undefined,
    set: () => {
      most = Math.max(most, heldBytes() - before);
    },
  });
  return { bytes: most };
}

/** So many minutes compile all that a walk runs. */
const COMPILED_AFTER = 10_000;

/** The memory of objects and typed arrays once the collector has been. */
function heldBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.(); // waits until the typed arrays that the first one found are let go
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes of objects that work makes once it is compiled, median; the memory of typed arrays is not among them. */
function heapOf(work: () => unknown): number {
  const made = Array.from({ length: HEAP_RUNS }, () => {
    globalThis.gc?.({ type: 'minor' }); // a major one would throw compiled code away
    const before = youngBytes();
    const kept = work();
    return kept ? youngBytes() - before : NaN;
  });
  return made.sort((a, b) => a - b)[HEAP_RUNS >> 1];
}

/** Bytes of objects that were made since the collector's last visit. */
function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_used_size ?? NaN;
}

/** Median CPU milliseconds, and what the last repeat gave. */
function measure<T>(work: () => T): { ms: number; last: T } {
  const times: number[] = [];
  let last = work();
  for (let k = 0; k < Math.max(repeats, 1); k++) {
    const before = process.cpuUsage();
    const wall = performance.now();
    last = work();
    const { user, system } = process.cpuUsage(before);
    times.push(Math.min((user + system) / 1000, performance.now() - wall)); // the collector's threads are not ours
  }
  return { ms: times.sort((a, b) => a - b)[times.length >> 1], last };
}

const jobs: Record<string, () => object> = { learn, auto, judge, walk, hold };
process.stdout.write(`${JSON.stringify(jobs[process.argv[2]]())}\n`);
