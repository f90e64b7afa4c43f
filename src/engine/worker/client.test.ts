/** @jest-environment node */
import { build } from 'esbuild';
import path from 'node:path';
import { Worker as NodeWorker } from 'node:worker_threads';
import { Analysis } from '../analysis';
import { EngineClient, MAIN_THREAD_POINTS } from './client';
import { explainAt } from '../explain/explanation';
import { Job, Reply, Request } from './messages';
import { analyse } from '../pipeline';
import { parseSpec } from '../spec/parse';

const HOUR = 3600000;

function job(n = 24 * 80): Job {
  const timesMs = new Float64Array(n).map((_, i) => 1700006400000 + i * HOUR);
  const values = timesMs.map((t, i) => 5 + ((t / HOUR) % 24) + ((i * 31) % 17) / 17);
  const window = { fromMs: timesMs[n - 48], toMs: timesMs[n - 1], stepMs: HOUR };
  return { input: { series: { timesMs, values } }, spec: parseSpec({}).spec, window };
}

/** Arrays of another thread are of another class to Jest. */
function plain(analysis: Analysis): unknown {
  return Object.fromEntries(
    Object.entries(analysis).map(([name, one]) => [
      name,
      ArrayBuffer.isView(one) ? Array.from(one as Float64Array) : one,
    ])
  );
}

/** A worker that does what a test says; the messages are ours, the thread is not. */
class Puppet extends EventTarget {
  terminated = false;
  heard: Request[] = [];

  constructor(private readonly act: (request: Request, puppet: Puppet) => void) {
    super();
    setTimeout(() => this.say({ type: 'ready' }));
  }

  postMessage(request: Request) {
    this.heard.push(request);
    this.act(request, this);
  }

  say(data: unknown) {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  terminate() {
    this.terminated = true;
  }
}

const answer = (id: number): Reply => ({
  type: 'analysis',
  id,
  analysis: analyse(job().input, job().spec, job().window),
});

function clientOf(...acts: Array<(request: Request, puppet: Puppet) => void>) {
  const puppets: Puppet[] = [];
  const client = new EngineClient(
    () => {
      puppets.push(new Puppet(acts[Math.min(puppets.length, acts.length - 1)]));
      return puppets[puppets.length - 1] as unknown as Worker;
    },
    1,
    50
  );
  return { client, puppets };
}

test('the worker script, bundled as webpack does, answers what the engine answers', async () => {
  const { workerBuild } = require('../../../webpack.engine-worker.cjs');
  const { outputFiles } = await build(workerBuild(path.resolve('src/engine/worker/worker.ts'), { minify: true }));
  const scope = `
    const { parentPort } = require('node:worker_threads');
    globalThis.WorkerGlobalScope = class { static [Symbol.hasInstance]() { return true; } };
    globalThis.self = globalThis;
    self.postMessage = (data) => parentPort.postMessage(data);
    self.addEventListener = (_, listener) => parentPort.on('message', (data) => listener({ data }));`;
  const thread = new NodeWorker(scope + outputFiles![0].text, { eval: true });
  const asBrowser = Object.assign(new EventTarget(), {
    postMessage: (data: unknown) => thread.postMessage(data),
    terminate: () => thread.terminate(),
  });
  thread.on('message', (data) => asBrowser.dispatchEvent(Object.assign(new Event('message'), { data })));
  const client = new EngineClient(() => asBrowser as unknown as Worker, 1);
  const release = client.hold();
  const progress: number[] = [];
  const got = await client.analyse('k', job(), { onProgress: (done) => progress.push(done) });
  const at = job().window.toMs - 5 * HOUR;
  const why = await client.explain('k', job(), at);
  await expect(client.explain('k', { ...job(), window: { ...job().window, stepMs: -1 } }, at)).rejects.toThrow();
  release();
  expect(client.onMainThread).toBe(false);
  expect(why).toEqual(explainAt(job().input, job().spec, job().window, at));
  expect(why?.expected).toBe(got.expected[got.timesMs.indexOf(at)]);
  expect(plain(got)).toEqual(plain(analyse(job().input, job().spec, job().window)));
  expect(progress.length).toBeGreaterThan(1);
});

test('stale and foreign messages are dropped', async () => {
  const { client } = clientOf((request, puppet) => {
    puppet.say({ type: 'analysis', id: request.id + 100, analysis: 'stale' });
    puppet.say({ hello: 'from an extension' });
    puppet.say(null);
    setTimeout(() => puppet.say(answer(request.id)));
  });
  expect((await client.analyse('k', job())).timesMs.length).toBe(48);
});

test('a silent worker is replaced once, then the request fails with a remedy', async () => {
  const { client, puppets } = clientOf(() => undefined);
  await expect(client.analyse('k', job())).rejects.toMatchObject({ code: 'worker/hung' });
  expect(puppets.map(({ terminated }) => terminated)).toEqual([true, true]);
});

test('a worker that hangs once costs its user nothing but time', async () => {
  const { client } = clientOf(
    () => undefined,
    (request, puppet) => puppet.say(answer(request.id))
  );
  expect((await client.analyse('k', job())).timesMs.length).toBe(48);
});

test('an aborted request that waits never reaches the worker', async () => {
  const { client, puppets } = clientOf((request, puppet) => setTimeout(() => puppet.say(answer(request.id)), 20));
  const abort = new AbortController();
  const first = client.analyse('k', job());
  const second = client.analyse('k', job(), { signal: abort.signal });
  abort.abort();
  await expect(second).rejects.toMatchObject({ code: 'worker/cancelled' });
  await first;
  expect(puppets[0].heard.filter(({ type }) => type === 'analyse')).toHaveLength(1);
});

test('with the last holder gone, open requests end and the worker stops', async () => {
  const { client, puppets } = clientOf(() => undefined);
  const [one, two] = [client.hold(), client.hold()];
  const open = client.analyse('k', job());
  one();
  expect(puppets[0].terminated).toBe(false);
  two();
  await expect(open).rejects.toMatchObject({ code: 'worker/cancelled' });
  expect(puppets[0].terminated).toBe(true);
});

describe('where the page forbids workers', () => {
  const forbidden = () => {
    throw new Error('SecurityError');
  };

  test('the main thread gives the same bits', async () => {
    const client = new EngineClient(forbidden, 1);
    expect(await client.analyse('k', job())).toEqual(analyse(job().input, job().spec, job().window));
    expect(client.onMainThread).toBe(true);
    const at = job().window.toMs;
    expect(await client.explain('k', job(), at)).toEqual(explainAt(job().input, job().spec, job().window, at));
  });

  test('an error event before the first word counts as forbidden', async () => {
    const deaf = () => {
      const worker = Object.assign(new EventTarget(), { postMessage: () => undefined, terminate: () => undefined });
      setTimeout(() => worker.dispatchEvent(new Event('error')));
      return worker as unknown as Worker;
    };
    expect((await new EngineClient(deaf, 1).analyse('k', job())).timesMs.length).toBe(48);
  });

  test('a series too long for the main thread is refused with a remedy', async () => {
    const client = new EngineClient(forbidden, 1);
    await expect(client.analyse('k', job(MAIN_THREAD_POINTS + 1))).rejects.toMatchObject({
      code: 'worker/too-many-points',
    });
  });
});
