/**
 * Carries a series on beyond now.
 * Twin: pkg/engine/forecast.go, in Go's root: it needs package engine, which imports the stages.
 */
import { bounded, deviationLimits, expectedAround, firstRemembered, judge, lengths } from '../judge';
import { times, widest, within } from '../band/interval';
import { REACH } from '../band/expectedStep';
import { intervalAt, typicalInterval } from '../band/quantiles';
import { extend } from '../clean/extend';
import { gridStep } from '../clean/grid';
import { Slots } from '../clean/slots';
import { denormalise } from '../clean/normalisation';
import { cutOf, MEMORY_MS, windowMs } from '../cuts';
import { Fault } from '../fault/fault';
import { cross, Crossing } from './crossing';
import { Growth, growthAt, learnGrowth } from './growth';
import { learning } from '../learning';
import { Notice } from '../notice/notice';
import { checkWindow, gridFor, Input, lastSettledMs, modelOf, ModelStore, NO_POINTS, Window } from '../pipeline';
import { durationMs } from '../spec/duration';
import { extentOf } from '../spec/extent';
import { Spec } from '../spec/spec';
import { firstAt, Model, prepare, Prepared } from '../train';
import { loadZone } from '../zone/zone';

/**
 * The band beyond now. All arrays have shape [n], NaN where a regressor that the model needs is not known. Lengths are in
 * the series' unit.
 */
export interface Forecast {
  stepMs: number;
  /** The first instant of each slot. */
  timesMs: Float64Array;
  expected: Float64Array;
  /** The limit. */
  lower: Float64Array;
  upper: Float64Array;
  intervalLower: Float64Array;
  intervalUpper: Float64Array;
  /** null without forecast.threshold. */
  crossing: Crossing | null;
  notices: Notice[];
}

/** Bounds the work of one forecast. */
const MAX_SLOTS = 100_000;

const UNKNOWN_REGRESSOR: Notice = {
  code: 'forecast/unknown-regressor',
  severity: 'warning',
  text: 'forecast: a regressor is not known as far ahead; want its future values, or a shorter horizon.',
};

/**
 * Carries a series on from the window's last slot for spec.forecast.horizon, by the model that judges that slot. Level and
 * scale stay as they are now; the band widens by what such forecasts missed by in the last weeks. Without a model, or
 * samples, the forecast has no slots and a notice. Nothing is modified.
 *
 * @param models - kept models; none by default
 * @throws Fault, those of `analyse`, and `forecast/too-long`
 */
export function forecastSeries(input: Input, spec: Spec, window: Window, models?: ModelStore): Forecast {
  const stepMs = gridStep(input.series, spec, window.stepMs);
  const ahead = Math.floor(durationMs(spec.forecast.horizon) / stepMs) + 1;
  if (ahead > MAX_SLOTS) {
    throw new Fault(
      'forecast/too-long',
      `forecast: ${ahead} slots; want at most ${MAX_SLOTS}. Choose a shorter forecast.horizon or a longer grid.step.`
    );
  }
  const prepared = prepareForecast(input, spec, window, stepMs, ahead);
  if (!prepared) {
    return blank(stepMs, new Float64Array(0), [NO_POINTS]);
  }
  const { p, now } = prepared;
  const model = modelOf(p, cutOf(p.grid.timesMs[now - 1], spec), models);
  if (model instanceof Fault) {
    return blank(stepMs, new Float64Array(0), [learning(model, spec, stepMs)]);
  }
  const forecast = fill(p, model, now, growthOf(p, now));
  if (spec.forecast.threshold !== undefined) {
    forecast.crossing = cross(forecast, spec.forecast.threshold);
  }
  return forecast;
}

/**
 * Lays the grid that the last slot of the window needs and so many slots ahead, the first of them slot `now`; undefined
 * without samples.
 */
function prepareForecast(
  { series, regressors = [] }: Input,
  spec: Spec,
  window: Window,
  stepMs: number,
  ahead: number
): { p: Prepared; now: number } | undefined {
  checkWindow(window);
  const slots = new Slots(stepMs, loadZone(spec.features.timezone));
  const last = slots.floor(lastSettledMs(window, spec, stepMs));
  const grid = gridFor(series, spec, { fromMs: last, toMs: last, stepMs: window.stepMs });
  const now = grid.timesMs.length;
  if (now === 0) {
    return undefined;
  }
  return { p: prepare(extend(grid, slots, ahead), spec, regressors), now };
}

/**
 * Measures forecasts of a model that has learnt from the first two thirds of the history over the last one, however far
 * ahead is asked: the first day of a week's forecast is the day's.
 */
function growthOf(p: Prepared, now: number): Growth {
  const { grid, spec } = p;
  const cutMs = cutOf(grid.timesMs[now - 1] - Math.floor(windowMs(spec, grid.stepMs) / 3), spec);
  const past = modelOf(p, cutMs, undefined); // not kept: it has seen less than its window
  if (past instanceof Fault) {
    return { ahead: [], factor: [] };
  }
  const from = firstAt(grid, cutMs);
  const first = firstRemembered(p, from);
  const { deviations, conditional } = judge(p, past, first, now);
  const interval = typicalInterval(past.band, conditional);
  return learnGrowth(deviations, from - first, interval, spec.band.interval, Math.floor((now - from) / 2));
}

function blank(stepMs: number, timesMs: Float64Array, notices: Notice[]): Forecast {
  const line = () => new Float64Array(timesMs.length);
  const lines = { expected: line(), lower: line(), upper: line(), intervalLower: line(), intervalUpper: line() };
  return { stepMs, timesMs, ...lines, crossing: null, notices };
}

/** The slots from `now` on. */
function fill(p: Prepared, model: Model, now: number, growth: Growth): Forecast {
  const { grid, spec } = p;
  const n = grid.timesMs.length;
  const first = firstRemembered(p, now);
  const { scoreInput, deviations, conditional } = judge(p, model, first, n);
  const center = expectedAround(p, model, now, n).subarray(REACH);
  const memory = Math.max(1, Math.floor(MEMORY_MS / grid.stepMs));
  const f = blank(grid.stepMs, grid.timesMs.slice(now), []);
  const { level, scale, factor } = deviations;
  factor.fill(factor[now - first]); // a forecast keeps the spread of now
  const limits = deviationLimits(model, conditional, deviations, scoreInput.scales);
  for (let i = 0; i < n - now; i++) {
    const k = now - first + i;
    const expected = center[i] + level[now - first];
    const wider = growthAt(growth, i + 1, memory);
    const width = extentOf(spec.band.minWidth, Math.abs(denormalise(model.normalisation, expected)));
    const limit = widest(times(limits[k], wider), lengths(model, width, expected));
    const interval = within(times(intervalAt(model.band, conditional, k), scale[k] * wider * factor[k]), limit);
    f.expected[i] = bounded(spec, model, expected);
    f.lower[i] = bounded(spec, model, expected - limit.lower);
    f.upper[i] = bounded(spec, model, expected + limit.upper);
    f.intervalLower[i] = bounded(spec, model, expected - interval.lower);
    f.intervalUpper[i] = bounded(spec, model, expected + interval.upper);
    if (Number.isNaN(expected) && f.notices.length === 0) {
      f.notices.push(UNKNOWN_REGRESSOR);
    }
  }
  return f;
}
