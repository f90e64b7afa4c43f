/** A Grafana of one's own for one plugin folder, which must be signed: none is allowed unsigned. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Missing } from '../../tools/lib/need.mjs';

const startMs = 180_000; // the first start on an empty folder lays out the database

function grafanaProgram(home) {
  const found = ['bin/grafana', 'bin/linux-amd64/grafana', 'bin/linux-arm64/grafana']
    .map((path) => join(home, path))
    .find(existsSync);
  if (!found) {
    throw new Missing(
      `Grafana: no bin/grafana in GRAFANA_HOME ${home}; want the folder of an unpacked Grafana 12.3 or newer.`
    );
  }
  return found;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts it and waits until it answers.
 *
 * @param {{ home: string, data: string, plugins: string, grafanaCom: string }} folders - of Grafana, its database and the
 *   plugins; grafanaCom is the address that it asks for public keys
 * @returns {Promise<{ ask: (path: string) => Promise<Response>, stop: () => Promise<void> }>}
 * @throws Missing where home has no Grafana, Error if it doesn't answer in time
 */
export async function startGrafana({ home, data, plugins, grafanaCom }) {
  const port = await freePort();
  const child = spawn(grafanaProgram(home), ['server', '--homepath', home], {
    stdio: 'ignore',
    env: {
      ...process.env,
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_HTTP_PORT: String(port),
      GF_PATHS_DATA: data,
      GF_PATHS_LOGS: join(data, 'log'),
      GF_PATHS_PLUGINS: plugins,
      GF_PLUGINS_PREINSTALL_DISABLED: 'true',
      GF_GRAFANA_COM_API_URL: grafanaCom,
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
      GF_NEWS_NEWS_FEED_ENABLED: 'false',
    },
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await ended;
  };
  const login = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
  const ask = (path) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { Authorization: login } });
  for (const deadline = Date.now() + startMs; Date.now() < deadline; await wait(500)) {
    const up = await ask('/api/health').then(
      ({ ok }) => ok,
      () => false
    );
    if (up) {
      return { ask, stop };
    }
  }
  await stop();
  throw new Error(`Grafana did not answer within ${startMs / 1000} s; its log is in ${data}`);
}
