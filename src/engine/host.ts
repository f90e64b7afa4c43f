/**
 * Runs jobs and answers questions about them, wherever it stands: in the worker, or in the page where none can be had.
 */
import { runJob, Job } from './job';
import { faultReply, Reply } from './messages';
import { ModelCache } from './modelCache';
import { explainAt } from './pipeline';

/** Jobs whose data is kept for explanations; a panel rarely shows more series. */
const KEPT_JOBS = 64;

/** One engine with its trained models. */
export class EngineHost {
  private readonly models = new ModelCache();
  private readonly jobs = new Map<number, Job>();
  /** Running jobs, and whether each has been cancelled. */
  private readonly running = new Map<number, boolean>();

  /**
   * Runs one job in slices.
   *
   * @param id - of the request
   * @param job - not modified; kept for later explanations
   * @param onProgress - called after each slice
   * @param pause - awaited between slices; by default it lets messages in once in 12 ms
   * @returns a reply, also where the job fails; never rejects
   */
  async analyse(
    id: number,
    job: Job,
    onProgress: (done: number, total: number) => void,
    pause = breather()
  ): Promise<Reply> {
    this.running.set(id, false);
    try {
      const analysis = await runJob(job, this.models, {
        pause,
        onProgress,
        cancelled: () => this.running.get(id) === true,
      });
      this.keep(id, job);
      return { type: 'analysis', id, analysis };
    } catch (error) {
      return faultReply(id, error);
    } finally {
      this.running.delete(id);
    }
  }

  /**
   * Why the expected value of one point is what it is.
   *
   * @param id - of the request
   * @param jobId - the id of the job that drew the point
   * @param timeMs - a grid time of that job
   * @returns a reply without explanation if the job is forgotten; a fault if the engine fails
   */
  explain(id: number, jobId: number, timeMs: number): Reply {
    const job = this.jobs.get(jobId);
    if (!job) {
      return { type: 'explanation', id };
    }
    try {
      return {
        type: 'explanation',
        id,
        explanation: explainAt(job.input, job.spec, job.window, timeMs, this.models.storeFor(job)),
      };
    } catch (error) {
      return faultReply(id, error);
    }
  }

  /**
   * Stops a job before its next slice; a job that has ended already is not touched.
   *
   * @param id - of the job's request
   */
  cancel(id: number): void {
    if (this.running.has(id)) {
      this.running.set(id, true);
    }
  }

  private keep(id: number, job: Job): void {
    this.jobs.set(id, job);
    if (this.jobs.size > KEPT_JOBS) {
      const [oldest] = this.jobs.keys();
      this.jobs.delete(oldest);
    }
  }
}

/** A pause that gives way only if the last one is 12 ms past: browsers make each timer wait 4 ms, and slices are short. */
function breather(): () => Promise<void> {
  let lastMs = performance.now();
  return async () => {
    if (performance.now() - lastMs >= 12) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      lastMs = performance.now();
    }
  };
}
