/**
 * Finds lasting level changes of a history.
 * Twin: pkg/engine/features/steps.go.
 */
import { mean } from '../num/mean';
import { DAY_MS } from '../zone/zone';
import { binMedians } from './bins';
import { mad } from '../num/mad';
import { Calendar } from './calendar';
import { changesExceed, segmentations } from './segments';

// A step is looked for among block medians: short blocks see the noise, long ones place it badly. Long histories take
// longer blocks, since the search is quadratic in them.
const BLOCK_MS = DAY_MS / 4;
const MAX_BLOCKS = 112;
const MIN_BLOCKS = 14;
const PHASE_MS = 900_000; // slots of the daily shape that is taken off first

// One step must leave less than STEP_BEATS of the error that a line leaves and be STEP_OVER_NOISE times the noise of the
// blocks; several must leave less than STEPS_BEAT of what fewer leave, or a line, and be STEPS_OVER_NOISE times the noise
// each: else slow trends become stairs.
const STEP_BEATS = 0.6;
const STEPS_BEAT = 0.4;
const STEP_OVER_NOISE = 4;
const STEPS_OVER_NOISE = 6;

/**
 * The instants of the lasting level changes that stand out, in the order of time.
 *
 * @param calendar - shape [n], in the order of time; not modified
 * @param values - shape [n], finite; not modified
 * @see segments of least absolute deviations by dynamic programming (Bellman, 1961), against a line
 */
export function findSteps(calendar: Calendar, values: Float64Array, stepMs: number): number[] {
  const n = values.length;
  const span = n === 0 ? 0 : calendar.timesMs[n - 1] - calendar.timesMs[0];
  if (span < 3 * DAY_MS) {
    return [];
  }
  const length = Math.max(BLOCK_MS, Math.floor(span / MAX_BLOCKS) + 1);
  const { times, blocks } = blockMedians(calendar, values, stepMs, length);
  if (blocks.length < MIN_BLOCKS) {
    return [];
  }
  const noise = mad(differences(blocks)) / Math.SQRT2;
  let left = errorOfLine(blocks);
  let [beat, over] = [STEP_BEATS, STEP_OVER_NOISE];
  let steps: number[] = [];
  for (const s of segmentations(blocks)) {
    if (s.left < beat * left && changesExceed(s, blocks, over * noise)) {
      left = s.left;
      steps = s.starts.map((at) => times[at]);
    }
    [beat, over] = [STEPS_BEAT, STEPS_OVER_NOISE];
  }
  return steps;
}

/** The medians of the values less their daily shape, of each block that has values, and where it begins. */
function blockMedians(calendar: Calendar, values: Float64Array, stepMs: number, block: number) {
  const shape = withoutDailyShape(calendar, values, Math.max(stepMs, PHASE_MS));
  const first = calendar.timesMs[0];
  const bin = new Int32Array(values.length);
  for (let i = 0; i < bin.length; i++) {
    bin[i] = Math.floor((calendar.timesMs[i] - first) / block);
  }
  const { medians, counts } = binMedians(bin, shape, bin[bin.length - 1] + 1);
  const observed = [...counts.keys()].filter((b) => counts[b] > 0);
  return { times: observed.map((b) => first + b * block), blocks: Float64Array.from(observed, (b) => medians[b]) };
}

function withoutDailyShape(calendar: Calendar, values: Float64Array, slotMs: number): Float64Array {
  const phase = new Int32Array(values.length);
  for (let i = 0; i < phase.length; i++) {
    phase[i] = Math.floor(calendar.dayMs[i] / slotMs);
  }
  const { medians } = binMedians(phase, values, Math.floor((DAY_MS - 1) / slotMs) + 1);
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = values[i] - medians[phase[i]];
  }
  return out;
}

/** The sum of absolute errors of the least-squares line. */
function errorOfLine(blocks: Float64Array): number {
  const level = mean(blocks);
  const middle = (blocks.length - 1) / 2;
  let cross = 0;
  let square = 0;
  for (let i = 0; i < blocks.length; i++) {
    const x = i - middle;
    cross += x * (blocks[i] - level);
    square += x * x;
  }
  const slope = cross / square;
  let total = 0;
  for (let i = 0; i < blocks.length; i++) {
    total += Math.abs(blocks[i] - level - slope * (i - middle));
  }
  return total;
}

function differences(x: Float64Array): Float64Array {
  return x.slice(1).map((v, i) => v - x[i]);
}
