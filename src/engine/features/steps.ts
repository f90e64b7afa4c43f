/**
 * Finds a lasting level change of a history.
 * Twin: pkg/engine/features/steps.go.
 */
import { mean } from '../num/mean';
import { median } from '../num/median';
import { DAY_MS } from '../zone/zone';
import { binMedians, mad } from './bins';
import { Calendar } from './calendar';

// A step is looked for among block medians: short blocks see the noise, long ones place it badly. Long histories take
// longer blocks, since the search is quadratic in them.
const BLOCK_MS = DAY_MS / 4;
const MOST_BLOCKS = 112;
const LEAST_BLOCKS = 14;
const PHASE_MS = 900_000; // slots of the daily shape that is taken off first

// A step must leave less than STEP_BEATS_LINE of the error that a line leaves, and be STEP_OVER_NOISE times the noise of
// the blocks: else slow trends become stairs.
const STEP_BEATS_LINE = 0.6;
const STEP_OVER_NOISE = 4;
const EDGE_BLOCKS = 4; // on either side of a step

/**
 * The instant of the largest lasting level change, or undefined if there is none that stands out.
 *
 * @param calendar - shape [n], in the order of time; not modified
 * @param values - shape [n], finite; not modified
 * @see two-segment least absolute deviations against a line
 */
export function findStep(calendar: Calendar, values: Float64Array, stepMs: number): number | undefined {
  const n = values.length;
  const span = n === 0 ? 0 : calendar.timesMs[n - 1] - calendar.timesMs[0];
  if (span < 3 * DAY_MS) {
    return undefined;
  }
  const { times, blocks } = blockMedians(
    calendar,
    values,
    stepMs,
    Math.max(BLOCK_MS, Math.floor(span / MOST_BLOCKS) + 1)
  );
  if (blocks.length < LEAST_BLOCKS) {
    return undefined;
  }
  const { at, change, left } = bestSplit(blocks);
  const noise = mad(differences(blocks)) / Math.SQRT2;
  const stands = left < STEP_BEATS_LINE * errorOfLine(blocks) && Math.abs(change) > STEP_OVER_NOISE * noise;
  return stands ? times[at] : undefined;
}

/** The medians of the values less their daily shape, of each block that has values, and where it begins. */
function blockMedians(calendar: Calendar, values: Float64Array, stepMs: number, block: number) {
  const shape = withoutDailyShape(calendar, values, Math.max(stepMs, PHASE_MS));
  const first = calendar.timesMs[0];
  const bin = Int32Array.from(calendar.timesMs, (t) => Math.floor((t - first) / block));
  const { medians, counts } = binMedians(bin, shape, bin[bin.length - 1] + 1);
  const held = [...counts.keys()].filter((b) => counts[b] > 0);
  return { times: held.map((b) => first + b * block), blocks: Float64Array.from(held, (b) => medians[b]) };
}

function withoutDailyShape(calendar: Calendar, values: Float64Array, slotMs: number): Float64Array {
  const phase = Int32Array.from(calendar.dayMs, (ms) => Math.floor(ms / slotMs));
  const { medians } = binMedians(phase, values, Math.floor((DAY_MS - 1) / slotMs) + 1);
  return values.map((v, i) => v - medians[phase[i]]);
}

/** Where two levels fit best, the change between them, and the sum of absolute errors that they leave. */
function bestSplit(blocks: Float64Array): { at: number; change: number; left: number } {
  let best = { at: 0, change: 0, left: Infinity };
  for (let i = EDGE_BLOCKS; i <= blocks.length - EDGE_BLOCKS; i++) {
    const before = blocks.subarray(0, i);
    const after = blocks.subarray(i);
    const [low, high] = [median(before), median(after)];
    const left = errorOfLevel(before, low) + errorOfLevel(after, high);
    if (left < best.left) {
      best = { at: i, change: high - low, left };
    }
  }
  return best;
}

function errorOfLevel(blocks: Float64Array, level: number): number {
  let total = 0;
  for (let i = 0; i < blocks.length; i++) {
    total += Math.abs(blocks[i] - level);
  }
  return total;
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
