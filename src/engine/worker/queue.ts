/**
 * One worker and the queue before it. One request is with the worker at a time, so that a cancelled one never gets there,
 * and silence means that this request hangs.
 */
import { Fault } from '../fault/fault';
import { isReply, Reply, Request } from './messages';

/** A worker that says nothing for so long has hung: a slice takes well under a second. */
export const SILENCE_MS = 10000;

/** What a queue answers beside the worker's replies: the page can't start a worker. */
export type QueueReply = Reply | { type: 'no-worker' };

/** How one analysis is watched. */
export interface Watch {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

interface PendingRequest {
  request: Request & { id: number };
  watch: Watch;
  retried: boolean;
  resolve(reply: QueueReply): void;
}

/** A queue of requests to one worker, which is started on the first and replaced when it hangs. */
export class WorkerQueue {
  private worker?: Worker;
  private ready = false;
  private queue: PendingRequest[] = [];
  private current?: PendingRequest;
  private timer?: ReturnType<typeof setTimeout>;

  /**
   * @param startWorker - makes a worker; may throw
   * @param silenceMs - after how much silence a worker counts as hung
   */
  constructor(
    private readonly startWorker: () => Worker,
    private readonly silenceMs = SILENCE_MS
  ) {}

  /**
   * Queues a request.
   *
   * @param request - with an id that no other request carries
   * @param watch - an abort takes the request out of the queue, or stops it in the worker
   * @returns the worker's last reply to it; a fault reply where it failed; never rejects
   */
  run(request: PendingRequest['request'], watch: Watch): Promise<QueueReply> {
    return new Promise((resolve) => {
      if (watch.signal?.aborted) {
        return resolve(cancelledReply(request.id));
      }
      const pending: PendingRequest = { request, watch, retried: false, resolve };
      watch.signal?.addEventListener('abort', () => this.abort(pending), { once: true });
      this.queue.push(pending);
      this.next();
    });
  }

  /** Ends the worker; all open requests are answered as cancelled. */
  dispose(): void {
    this.stopWorker();
    const open = [...(this.current ? [this.current] : []), ...this.queue.splice(0)];
    this.current = undefined;
    open.forEach((pending) => pending.resolve(cancelledReply(pending.request.id)));
  }

  private next(): void {
    if (this.current || this.queue.length === 0) {
      return;
    }
    const pending = this.queue.shift()!;
    this.current = pending;
    try {
      this.worker ??= this.connect();
      this.listen();
      this.worker.postMessage(pending.request);
    } catch {
      this.settle({ type: 'no-worker' });
    }
  }

  private connect(): Worker {
    const worker = this.startWorker();
    worker.addEventListener('message', ({ data }) => isReply(data) && worker === this.worker && this.hear(data));
    worker.addEventListener('error', (event) => worker === this.worker && this.fail(event.message ?? 'it stopped'));
    return worker;
  }

  private hear(reply: Reply): void {
    if (reply.type === 'ready') {
      this.ready = true;
      return this.listen();
    }
    if (reply.id !== this.current?.request.id) {
      return; // stale: an answer to a request that nobody waits for any more
    }
    this.listen();
    if (reply.type === 'progress') {
      return this.current.watch.onProgress?.(reply.done, reply.total);
    }
    this.settle(reply);
  }

  private listen(): void {
    clearTimeout(this.timer);
    if (this.current) {
      this.timer = setTimeout(() => this.fail(`no word for ${this.silenceMs / 1000} s`), this.silenceMs);
    }
  }

  private fail(reason: string): void {
    const wasReady = this.ready;
    this.stopWorker();
    const pending = this.current;
    if (!pending) {
      return;
    }
    if (!wasReady) {
      return this.settle({ type: 'no-worker' }); // the policy of the page forbids it: Chromium says so by an error event
    }
    if (pending.retried) {
      const message = `worker: failed twice (${reason}); want an answer. Narrow the time range, or widen the step.`;
      return this.settle({ type: 'fault', id: pending.request.id, code: 'worker/hung', message });
    }
    this.current = undefined;
    this.queue.unshift({ ...pending, retried: true });
    this.next();
  }

  private abort(pending: PendingRequest): void {
    if (this.current?.request.id === pending.request.id) {
      this.worker?.postMessage({ type: 'cancel', id: pending.request.id } satisfies Request);
      return; // the worker's own fault reply settles it
    }
    this.queue = this.queue.filter((waiting) => waiting.request.id !== pending.request.id);
    pending.resolve(cancelledReply(pending.request.id));
  }

  private settle(reply: QueueReply): void {
    clearTimeout(this.timer);
    this.current?.resolve(reply);
    this.current = undefined;
    this.next();
  }

  private stopWorker(): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = undefined;
    this.ready = false;
  }
}

function cancelledReply(id: number): Reply {
  const fault = new Fault('worker/cancelled', 'worker: the analysis was stopped; a newer one has taken its place.');
  return { type: 'fault', id, code: fault.code, message: fault.message };
}
