/**
 * One analysis cut into slices, so that whoever runs it can breathe, report and stop between two of them.
 * Runs in the worker, and on the main thread where no worker can be had. No twin: Go has goroutines and contexts.
 */
import { Fault } from '../fault/fault';
import { Job } from './messages';
import { ModelCache } from './modelCache';
import { Analysis } from '../analysis';
import { cutOf } from '../cuts';
import { analyse } from '../pipeline';

/** How a job yields to its surroundings. */
export interface Pacing {
  /** Awaited between two slices. */
  pause(): Promise<void>;
  /** Called after each slice. */
  onProgress(done: number, total: number): void;
  /** Asked before each slice. */
  cancelled(): boolean;
}

/**
 * Analyses slice by slice. Since the state at t depends on a bounded time before t and t's model only, the slices joined are
 * bit for bit what one call gives.
 *
 * @param job - not modified
 * @param models - trained models are taken from here and put here
 * @param pacing - pause, progress and cancellation
 * @returns the analysis over the whole window
 * @throws Fault `worker/cancelled` if pacing says so; all that `analyse` throws
 */
export async function runJob(job: Job, models: ModelCache, pacing: Pacing): Promise<Analysis> {
  const windows = sliceByCuts(job);
  const store = models.storeFor(job);
  const input = { ...job.input, pools: models.poolsFor(job) };
  const parts: Analysis[] = [];
  for (const window of windows) {
    if (pacing.cancelled()) {
      throw new Fault('worker/cancelled', 'worker: the analysis was stopped; a newer one has taken its place.');
    }
    parts.push(analyse(input, job.spec, window, store));
    pacing.onProgress(parts.length, windows.length);
    await pacing.pause();
  }
  return parts.length === 1 ? parts[0] : joinAnalyses(parts);
}

/**
 * The job's window in pieces that each need one model, oldest first.
 *
 * @param job - not modified
 * @returns at least one window; together they cover the job's window without overlap
 */
export function sliceByCuts({ spec, window }: Job): Array<Job['window']> {
  const slices: Array<Job['window']> = [];
  let toMs = window.toMs;
  while (toMs > window.fromMs) {
    const fromMs = Math.max(window.fromMs, cutOf(toMs - 1, spec));
    slices.unshift({ ...window, fromMs, toMs });
    toMs = fromMs - 1;
  }
  return slices.length > 0 ? slices : [window];
}

/**
 * Analyses of neighbouring windows as one.
 *
 * @param parts - at least one, in the order of time, of one step; not modified
 * @returns arrays joined end to end; each notice once; all models
 */
function joinAnalyses(parts: Analysis[]): Analysis {
  const join = (pick: (part: Analysis) => Float64Array) => concat(parts.map(pick));
  const notices = new Map(parts.flatMap((part) => part.notices).map((notice) => [notice.code + notice.text, notice]));
  const state = new Uint8Array(parts.reduce((n, part) => n + part.state.length, 0));
  let offset = 0;
  for (const part of parts) {
    state.set(part.state, offset);
    offset += part.state.length;
  }
  return {
    stepMs: parts[parts.length - 1].stepMs,
    timesMs: join((part) => part.timesMs),
    value: join((part) => part.value),
    expected: join((part) => part.expected),
    lower: join((part) => part.lower),
    upper: join((part) => part.upper),
    intervalLower: join((part) => part.intervalLower),
    intervalUpper: join((part) => part.intervalUpper),
    lower99: join((part) => part.lower99),
    upper99: join((part) => part.upper99),
    score: join((part) => part.score),
    reason: join((part) => part.reason),
    drift: join((part) => part.drift),
    direction: join((part) => part.direction),
    anomaly: join((part) => part.anomaly),
    state,
    notices: [...notices.values()],
    models: parts.flatMap((part) => part.models),
  };
}

function concat(arrays: Float64Array[]): Float64Array {
  const joined = new Float64Array(arrays.reduce((n, array) => n + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}
