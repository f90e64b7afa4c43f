/** End to end in a real Grafana: `npm run e2e`, with GRAFANA_URL of one that runs the plugin and provisioning/. */
import { defineConfig } from '@playwright/test';
import { chromiumFlags } from '../../tools/lib/chromium.mjs';
import { CHROMIUM, which } from '../../tools/lib/need.mjs';

const [user, password] = (process.env.GRAFANA_LOGIN ?? 'admin:admin').split(':');

export default defineConfig({
  testDir: '.',
  outputDir: '../../.cache/grafana-results',
  timeout: 180_000, // a busy machine takes a minute for Grafana's larger pages
  expect: { timeout: 30_000 },
  workers: 1, // the tests change data sources of one Grafana
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  use: {
    baseURL: process.env.GRAFANA_URL,
    grafanaAPICredentials: { user, password },
    // Works where the login form is off, as in docker-compose.yaml, and where it is on.
    extraHTTPHeaders: { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
    viewport: { width: 1440, height: 1000 },
    timezoneId: 'UTC',
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: which(...CHROMIUM), args: chromiumFlags },
  },
});
