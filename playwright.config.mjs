/** End to end: the built plugin in the lab, in the system's Chromium. */
import { defineConfig } from '@playwright/test';
import { chromiumFlags } from './tools/lib/chromium.mjs';
import { CHROMIUM, which } from './tools/lib/need.mjs';

const port = Number(process.env.LAB_PORT ?? 3177);

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  timeout: 90_000,
  expect: { timeout: 30_000 },
  workers: 1, // two cores: the browser and the plugin
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  use: {
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 1000 },
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: which(...CHROMIUM), args: chromiumFlags },
  },
  webServer: {
    command: `node tools/lab.mjs --port ${port}`,
    url: `http://localhost:${port}/lab/sets`,
    timeout: 600_000, // the first build of the embedded Prometheus
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
  },
});
