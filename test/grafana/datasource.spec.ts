import { TYPE } from './parts/settings';
import { expect, test } from './parts/test';

test('a data source with the right URL is saved and well', async ({ createDataSourceConfigPage, page, prometheus }) => {
  const settings = await createDataSourceConfigPage({ type: TYPE });
  await page.getByPlaceholder('http://localhost:9090').fill(prometheus.url);
  await expect(settings.saveAndTest()).toBeOK();
  await expect(page.getByText('The Prometheus API answers.')).toBeVisible();
});

test('a data source with a wrong URL says what is wrong', async ({ createDataSourceConfigPage, page }) => {
  const settings = await createDataSourceConfigPage({ type: TYPE });
  await page.getByPlaceholder('http://localhost:9090').fill('http://127.0.0.1:9');
  await expect(settings.saveAndTest()).not.toBeOK();
  await expect(page.getByText('nothing listens at the URL')).toBeVisible();
});
