/** npm run e2e: end to end in the Grafana at GRAFANA_URL, which runs the built plugin and provisioning/. */
import { command } from './lib/command.mjs';
import { Missing } from './lib/need.mjs';
import { must } from './lib/run.mjs';

command(async () => {
  if (!process.env.GRAFANA_URL) {
    throw new Missing('npm run e2e needs GRAFANA_URL, such as http://localhost:3000 after `npm start` with Docker; GRAFANA_LOGIN (admin:admin) and PROMETHEUS_URL as Grafana reaches it may differ.');
  }
  const said = await must(['npx', '--no-install', 'playwright', 'test', '-c', 'test/grafana/playwright.config.mjs', '--reporter=line']);
  console.log(said.trim().split('\n').at(-1).trim()); // "16 passed (12.0m)"
});
