/**
 * The seasonal model: the median of the season's slot, on a level that may have stepped.
 * Stage: features → **fit** → band. Twin: pkg/engine/fit/seasonal.go. Numbers: spec/vectors/fit.
 */
import { Calendar, sliceCalendar } from '../features/calendar';
import { DesignSpec } from '../features/designSpec';
import { mean } from '../num/mean';
import { medianInPlace } from '../num/median';
import { DAY_MS } from '../zone/zone';
import { PROFILE_SLOT_MS } from './linearFit';
import type { Fitted } from './model';
import { Profile, profileAt, ProfileShape, slotCount, slotsOf } from './profile';
import { Block, blocksOf, FOLDS, MIN_OUTSIDE, Sample } from './sample';

/** Part of a model, hence plain data. */
export interface Seasonal {
  shape: Profile;
  /** Instants of level steps. */
  steps: number[];
  /** One more than steps. */
  levels: number[];
}

/** A week has slots of its own once each has been seen this often, give or take a day. */
const WEEKS_FOR_WEEK = 4;

/** The level and the shape are medians of each other's residuals, in turns. */
const LEVEL_ROUNDS = 2;

/**
 * Learns the medians of season slots. Of the design specification it reads which seasons the history holds, and its steps; regressors
 * and slopes are left to the linear model. Nothing is modified.
 *
 * @param sample - n ≥ 1 rows
 * @param robust - false: means instead of medians
 */
export function fitSeasonal(sample: Sample, designSpec: DesignSpec, robust: boolean): Fitted {
  const shape = shapeOf(designSpec, sample.stepMs);
  const making = {
    sample,
    steps: designSpec.steps,
    shape,
    slot: slotsOf(shape, sample.calendar),
    center: robust ? medianInPlace : mean,
  };
  const blocks = blocksOf(sample);
  const model = learn(making, blocks, -1);
  const fit = predictSeasonal(model, sample.calendar);
  const outOfFold = fit.slice();
  for (let fold = 0; fold < FOLDS; fold++) {
    if (rowsOutside(blocks, fold) < MIN_OUTSIDE) {
      continue;
    }
    const without = learn(making, blocks, fold);
    for (const block of blocks.filter((b) => b.fold === fold)) {
      outOfFold.set(predictSeasonal(without, sliceCalendar(sample.calendar, block.from, block.to)), block.from);
    }
  }
  return { model: { kind: 'seasonal', seasonal: model }, fit, outOfFold, dropped: 0 };
}

/** The finest season whose slots the history has seen often enough. */
function shapeOf({ day, week, spanMs }: DesignSpec, stepMs: number): ProfileShape {
  const weekly = week > 0;
  if (day > 0) {
    const isLong = spanMs >= WEEKS_FOR_WEEK * 7 * DAY_MS;
    return { slotMs: Math.max(stepMs, PROFILE_SLOT_MS), week: weekly && isLong, weekend: weekly, month: false };
  }
  return { slotMs: weekly ? Math.max(stepMs, DAY_MS) : DAY_MS, week: weekly, weekend: false, month: false };
}

/** A seasonal model in the making. */
interface Making {
  sample: Sample;
  steps: number[];
  shape: ProfileShape;
  /** Of the shape, shape [n]. */
  slot: Int32Array;
  /** May reorder its argument. */
  center: (values: Float64Array) => number;
}

/** Learns from all folds but one, or, with fold −1, from all. */
function learn(making: Making, blocks: Block[], fold: number): Seasonal {
  const { sample, steps, shape, slot } = making;
  const { timesMs } = sample.calendar;
  let levels: number[] = Array(steps.length + 1).fill(0);
  let values: number[] = Array(slotCount(shape)).fill(0);
  for (let round = 0; round < LEVEL_ROUNDS; round++) {
    levels = centers(
      making,
      blocks.filter((b) => b.fold !== fold),
      levels.length,
      (i) => segmentOf(steps, timesMs[i]),
      (i) => sample.values[i] - values[slot[i]]
    );
    values = centers(
      making,
      blocks.filter((b) => b.fold !== fold),
      values.length,
      (i) => slot[i],
      (i) => sample.values[i] - levels[segmentOf(steps, timesMs[i])]
    );
  }
  return {
    shape: { slotMs: shape.slotMs, weekend: shape.weekend, week: shape.week, month: false, values },
    steps,
    levels,
  };
}

/** The center of each bin's values, 0 for a bin without. */
function centers(
  { center }: Making,
  blocks: Block[],
  bins: number,
  binOf: (i: number) => number,
  valueOf: (i: number) => number
): number[] {
  const grouped = Array.from({ length: bins }, (): number[] => []);
  for (const { from, to } of blocks) {
    for (let i = from; i < to; i++) {
      grouped[binOf(i)].push(valueOf(i));
    }
  }
  return grouped.map((values) => (values.length > 0 ? center(Float64Array.from(values)) : 0));
}

function rowsOutside(blocks: Block[], fold: number): number {
  return blocks.reduce((rows, b) => rows + (b.fold === fold ? 0 : b.to - b.from), 0);
}

/** How many steps lie at or before an instant. */
export function segmentOf(steps: number[], timeMs: number): number {
  let segment = 0;
  while (segment < steps.length && timeMs >= steps[segment]) {
    segment++;
  }
  return segment;
}

/** The expected value at instants, shape [n], in the history's unit. Twin: Seasonal.Predict. */
export function predictSeasonal({ shape, steps, levels }: Seasonal, calendar: Calendar): Float64Array {
  return profileAt(shape, calendar).map((v, i) => v + levels[segmentOf(steps, calendar.timesMs[i])]);
}
