/**
 * The page's side of the engine: a few workers for all panels, or the main thread where none can be started.
 * Each request has its own number; what answers no open request is dropped, so a stale result can't be drawn.
 */
import type { Analysis } from '../analysis';
import type { Explanation } from '../explain/explanation';
import { Fault } from '../fault/fault';
import { EngineHost } from './host';
import type { Job, Reply, Task } from './messages';
import { SILENCE_MS, Watch, WorkerQueue } from './queue';
import script from './worker?script';

/** On the main thread a longer series would be felt; 14 days of 5 minutes fit. */
export const MAIN_THREAD_POINTS = 5000;

/** The engine as the panel sees it. */
export class EngineClient {
  private readonly queues: WorkerQueue[] = [];
  private readonly local = new EngineHost();
  private localQueue: Promise<unknown> = Promise.resolve();
  private nextId = 1;
  private blocked = false;
  private holders = 0;

  /**
   * @param startWorker - makes a worker that runs the engine's script; a throw sends all work to the main thread
   * @param workerCount - how many workers at most
   * @param silenceMs - after how much silence a worker counts as hung
   */
  constructor(
    private readonly startWorker: () => Worker = workerFromBlob,
    private readonly workerCount = (globalThis.navigator?.hardwareConcurrency ?? 1) > 2 ? 2 : 1,
    private readonly silenceMs = SILENCE_MS
  ) {}

  /** Whether the page refuses workers, so that the main thread works instead. */
  get onMainThread(): boolean {
    return this.blocked;
  }

  /**
   * Analyses one series.
   *
   * @param seriesKey - the same series should carry the same key, so that its models are found again
   * @param job - not modified; copied to the worker
   * @param watch - cancellation and progress
   * @returns the analysis over the job's window
   * @throws Fault with the engine's code; `worker/cancelled` after an abort; `worker/hung` if a worker went silent twice;
   *   `worker/too-many-points` if there is no worker and the series is too long for the main thread
   */
  async analyse(seriesKey: string, job: Job, watch: Watch = {}): Promise<Analysis> {
    const reply = await this.ask(seriesKey, { type: 'analyse', id: this.nextId++, job }, watch);
    if (reply.type !== 'analysis') {
      throw faultOf(reply);
    }
    return reply.analysis;
  }

  /**
   * Explains the slot of a series that holds an instant, where the series was analysed.
   *
   * @param seriesKey - as of `analyse`
   * @param job - as of `analyse`
   * @param timeMs - the instant
   * @param watch - cancellation while it waits for its turn
   * @returns undefined where nothing is expected, or by what other series teach alone
   * @throws Fault as `analyse` does
   */
  async explain(seriesKey: string, job: Job, timeMs: number, watch: Watch = {}): Promise<Explanation | undefined> {
    const reply = await this.ask(seriesKey, { type: 'explain', id: this.nextId++, job, timeMs }, watch);
    if (reply.type !== 'explanation') {
      throw faultOf(reply);
    }
    return reply.explanation;
  }

  /**
   * Holds the engine. With the last holder gone the workers end, and open requests fail with `worker/cancelled`; the next
   * request starts them anew.
   *
   * @returns gives this hold back; further calls do nothing
   */
  hold(): () => void {
    this.holders++;
    let held = true;
    return () => {
      if (held && --this.holders === 0) {
        this.queues.splice(0).forEach((queue) => queue?.dispose());
      }
      held = false;
    };
  }

  private async ask(seriesKey: string, task: Task, watch: Watch): Promise<Reply> {
    const queue = this.queueFor(seriesKey);
    const reply = queue ? await queue.run(task, watch) : await this.runHere(task, watch);
    if (reply.type === 'no-worker') {
      this.blocked = true;
      return this.ask(seriesKey, task, watch);
    }
    return reply;
  }

  private queueFor(seriesKey: string): WorkerQueue | undefined {
    if (this.blocked) {
      return undefined;
    }
    const index = hash(seriesKey) % this.workerCount;
    this.queues[index] ??= new WorkerQueue(this.startWorker, this.silenceMs);
    return this.queues[index];
  }

  private async runHere(task: Task, { signal, onProgress }: Watch): Promise<Reply> {
    const points = task.job.input.series.timesMs.length;
    if (points > MAIN_THREAD_POINTS) {
      throw new Fault(
        'worker/too-many-points',
        `worker: this page's security policy forbids web workers, and ${points} points are too many for the main thread; want at most ${MAIN_THREAD_POINTS}. Widen the step, or allow "worker-src blob:" in Grafana's content security policy.`
      );
    }
    const turn = this.localQueue.then(() => {
      const onAbort = () => this.local.cancel(task.id);
      signal?.addEventListener('abort', onAbort, { once: true });
      const run = this.local.run(task, onProgress ?? (() => undefined));
      if (signal?.aborted) {
        onAbort();
      }
      return run.finally(() => signal?.removeEventListener('abort', onAbort));
    });
    this.localQueue = turn;
    return turn;
  }
}

/** The one engine that all panels of the page share. Its workers run while someone holds it. */
export const engine = new EngineClient();

// A worker file of a nested plugin can't be asked for by its URL (grafana/plugin-tools#2172), hence the blob.
function workerFromBlob(): Worker {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  try {
    return new Worker(url, { name: 'tidemark-engine' });
  } finally {
    // the worker has its own hold on the script once the constructor returned; the delay is for engines that fetch late
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
}

function faultOf(reply: { type: string; code?: string; message?: string }): Fault {
  return new Fault(reply.code ?? 'worker/bug', reply.message ?? `BUG: worker: unexpected reply ${reply.type}`);
}

function hash(text: string): number {
  let h = 0;
  for (let i = 0; i < text.length; i++) {
    h = (Math.imul(h, 31) + text.charCodeAt(i)) >>> 0;
  }
  return h;
}
