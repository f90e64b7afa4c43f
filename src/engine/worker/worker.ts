/**
 * The engine's worker: takes messages, answers messages, holds the trained models.
 * webpack.engine-worker.cjs bundles this file into one script, which `client` starts from a blob URL.
 */
import { EngineHost } from './host';
import { isRequest, Reply, Request } from './messages';

/** The part of a worker's global scope that is used here. */
export interface WorkerScope {
  postMessage(reply: Reply): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * Serves requests in the order they come; a cancel is heard between two slices of the running job.
 *
 * @param scope - the worker's global scope
 */
export function serve(scope: WorkerScope): void {
  const host = new EngineHost();
  scope.addEventListener('message', ({ data }) => {
    if (isRequest(data)) {
      answer(host, data, scope);
    }
  });
  scope.postMessage({ type: 'ready' });
}

function answer(host: EngineHost, request: Request, scope: WorkerScope): void {
  switch (request.type) {
    case 'cancel':
      return host.cancel(request.id);
    case 'analyse':
    case 'explain':
      host
        .run(request, (done, total) => scope.postMessage({ type: 'progress', id: request.id, done, total }))
        .then((reply) => scope.postMessage(reply));
  }
}

declare const WorkerGlobalScope: (new () => WorkerScope) | undefined;

if (typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope) {
  serve(self as unknown as WorkerScope);
}
