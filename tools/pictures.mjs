/** npm run pictures: draws docs/pictures/*.png on the lab. The real series must be at hand: see TIDEMARK_NAB in lab/demo/nab.go. */
import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { build, labSteps } from './lib/build.mjs';
import { chromiumFlags } from './lib/chromium.mjs';
import { command } from './lib/command.mjs';
import { CHROMIUM, which } from './lib/need.mjs';
import { startLab } from './lib/serve.mjs';

const folder = 'docs/pictures';
const REAL = [
  'ambient_temperature_system_failure',
  'cpu_utilization_asg_misconfiguration',
  'ec2_request_latency_system_failure',
  'nyc_taxi',
  'rogue_agent_key_updown',
];
const pictures = [
  { name: 'machine-temperature', query: 'set=machine_temperature_system_failure&place=backend' },
  ...REAL.map((set) => ({ name: `nab-${set}`, query: `set=${set}`, themes: ['light'] })),
  { name: 'shop-sales', query: 'set=shop-sales' },
  { name: 'payment-latency-alert', query: 'set=payments&place=backend', alert: true },
];

async function draw(page, base, { name, query, alert }, theme) {
  await page.goto(`${base}/?${query}&theme=${theme}`);
  await page.locator('main[data-state="Done"]').waitFor();
  await page.getByTestId('panel').locator('.u-over').waitFor();
  if (alert) {
    await page.getByRole('tab', { name: 'Alert' }).click();
    await page.getByRole('button', { name: 'Evaluate the rule' }).click();
    await page.getByTestId('alert-row').first().waitFor();
  }
  await page.waitForTimeout(1500); // the tooltip, the loading bar and the fonts have settled
  await page.screenshot({ path: `${folder}/${name}-${theme}.png` });
}

command(async () => {
  await build(labSteps);
  mkdirSync(folder, { recursive: true });
  const lab = startLab({ port: '0' }, ['ignore', 'pipe', 'inherit']);
  const base = await new Promise((resolve) => lab.stdout.on('data', (text) => resolve(/http\S+/.exec(text)[0])));
  const browser = await chromium.launch({ executablePath: which(...CHROMIUM), args: chromiumFlags });
  const page = await browser.newPage({ viewport: { width: 1360, height: 760 }, timezoneId: 'UTC' });
  for (const picture of pictures) {
    for (const theme of picture.themes ?? ['light', 'dark']) {
      await draw(page, base, picture, theme);
    }
  }
  await browser.close();
  lab.kill('SIGTERM');
});
