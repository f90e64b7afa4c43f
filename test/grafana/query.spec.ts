import { Page } from '@playwright/test';
import { bandsPanel } from './parts/panels';
import { expect, test } from './parts/test';

/** The part of a chart that is covered by the colour which covers most of it: a filled band covers more than any line does. */
function filled(page: Page): Promise<number> {
  return page
    .locator('.uplot canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const counts = new Map<number, number>();
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] > 0) {
          const colour = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
          counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
      }
      return Math.max(0, ...counts.values()) / (canvas.width * canvas.height);
    });
}

test("a query written in a new panel is drawn with its band by Grafana's own Time series panel", async ({
  place,
  upstream,
  gotoDashboardPage,
  page,
}) => {
  upstream.metric('orders', 'web-1');
  const dashboard = await gotoDashboardPage({ uid: await place.grafana.dashboard(place.folder, place.name, []) });
  const panel = await dashboard.addPanel();
  await panel.datasource.set(place.name);
  await page.getByRole('textbox', { name: 'PromQL' }).fill('orders');
  await page.getByPlaceholder('{{label}}').fill('{{instance}}');
  await page.getByPlaceholder('{{label}}').blur();
  await expect(page.getByRole('img', { name: /web-1: \d+ anomal/ })).toBeVisible();
  await page.getByRole('button', { name: /^Time series/ }).click();
  await expect.poll(() => filled(page)).toBeGreaterThan(0.05);
});

test('without its band the same chart has no filled area', async ({ place, upstream, gotoDashboardPage, page }) => {
  upstream.metric('orders', 'web-1');
  const [only] = [bandsPanel('plain', place.source, 'orders', { type: 'timeseries' })];
  const overrides = [
    {
      matcher: { id: 'byRegexp', options: '/.*/' },
      properties: [
        { id: 'custom.fillBelowTo', value: '' },
        { id: 'custom.fillOpacity', value: 0 },
      ],
    },
  ];
  const uid = await place.grafana.dashboard(place.folder, place.name, [
    { ...only, fieldConfig: { defaults: {}, overrides } },
  ]);
  await gotoDashboardPage({ uid });
  await expect.poll(() => filled(page)).toBeGreaterThan(0);
  expect(await filled(page)).toBeLessThan(0.05);
});
