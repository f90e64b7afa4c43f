/**
 * A Prometheus API over series that the tests write. Its past never changes, as a real one's does not; what comes next is
 * the test's to say.
 */
import { Metric } from './metric';
import { Listening, send, serve } from './server';

/** One that runs. */
export interface Upstream extends Listening {
  /** The series that an expression stands for from now on. */
  metric(expression: string, ...hosts: string[]): Metric;
}

/** Starts one without series. */
export async function startUpstream(): Promise<Upstream> {
  const metrics = new Map<string, Metric>();
  const server = await serve((request, body, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://upstream');
    const form = new URLSearchParams(body || searchParams);
    if (pathname === '/api/v1/labels') {
      return send(response, 200, { status: 'success', data: ['instance', 'job'] });
    }
    if (pathname.startsWith('/api/v1/label/')) {
      const asked = metrics.get(searchParams.get('match[]') ?? '');
      return send(response, 200, { status: 'success', data: asked?.labelValues(pathname.split('/')[4]) ?? [] });
    }
    if (pathname === '/api/v1/query') {
      return send(response, 200, success('vector', [{ metric: {}, value: [Date.now() / 1000, '1'] }]));
    }
    const metric = metrics.get(form.get('query') ?? '');
    if (metric?.broken) {
      return send(response, 503, { status: 'error', errorType: 'unavailable', error: 'the store is away' });
    }
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)) * 1000);
    send(response, 200, success('matrix', metric?.matrix(start, end, step) ?? []));
  });
  const metric = (expression: string, ...hosts: string[]) => {
    const made = new Metric(hosts);
    metrics.set(expression, made);
    return made;
  };
  return { ...server, metric };
}

function success(resultType: string, result: unknown) {
  return { status: 'success', data: { resultType, result } };
}
