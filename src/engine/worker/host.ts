/**
 * Runs jobs, wherever it stands: in the worker, or in the page where none can be had.
 */
import { explainAt } from '../explain/explanation';
import { runJob } from './job';
import { faultReply, Job, Reply, Task } from './messages';
import { ModelCache } from './modelCache';

/** One engine with its trained models. */
export class EngineHost {
  private readonly models = new ModelCache();
  /** Running jobs, and whether each has been cancelled. */
  private readonly running = new Map<number, boolean>();

  /**
   * Does what is asked.
   *
   * @param task - not modified
   * @param onProgress - called after each slice of an analysis
   * @returns a reply, also where the task fails; never rejects
   */
  async run(task: Task, onProgress: (done: number, total: number) => void): Promise<Reply> {
    return task.type === 'explain'
      ? this.explain(task.id, task.job, task.timeMs)
      : this.analyse(task.id, task.job, onProgress);
  }

  /** Explains one slot, with the model that has judged it where that is kept; too short for slices. */
  private explain(id: number, job: Job, timeMs: number): Reply {
    try {
      const explanation = explainAt(job.input, job.spec, job.window, timeMs, this.models.storeFor(job));
      return { type: 'explanation', id, explanation };
    } catch (error) {
      return faultReply(id, error);
    }
  }

  /**
   * Runs one job in slices.
   *
   * @param id - of the request
   * @param job - not modified
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
      return { type: 'analysis', id, analysis };
    } catch (error) {
      return faultReply(id, error);
    } finally {
      this.running.delete(id);
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
