/** A real Prometheus, Debian's, for what only a real one can show: that it takes what Grafana's recording rules write. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Listening, serve } from './server';
import { PROMETHEUS_URL } from './settings';

/** The one at PROMETHEUS_URL, or one that is started for the tests and ends with them. */
export async function startPrometheus(): Promise<Listening> {
  if (PROMETHEUS_URL) {
    return { url: PROMETHEUS_URL, close: async () => {} };
  }
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-prometheus-'));
  await writeFile(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  const { url, close } = await serve(() => {});
  await close(); // its port is free
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${new URL(url).host}`,
      '--web.enable-remote-write-receiver',
    ],
    { stdio: 'ignore' }
  );
  const ended = new Promise((done) => child.once('exit', done));
  const absent = new Promise<never>((_, fail) =>
    child.once('error', () =>
      fail(
        new Error(
          'Prometheus: not found on PATH; want it, or PROMETHEUS_URL of one that accepts remote writes. apt-get install prometheus'
        )
      )
    )
  );
  await Promise.race([ready(url), absent]);
  return {
    url,
    close: async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ready(url: string) {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error(`Prometheus at ${url}: not ready after 20 s`);
}
