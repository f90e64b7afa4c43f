import { expect, test } from '@grafana/plugin-e2e';
import { PROMETHEUS_URL, TYPE } from './provisioned';

test('a data source with the right URL is saved and well', async ({ createDataSourceConfigPage, page }) => {
  const settings = await createDataSourceConfigPage({ type: TYPE });
  await page.getByPlaceholder('http://localhost:9090').fill(PROMETHEUS_URL);
  await expect(settings.saveAndTest()).toBeOK();
  await expect(page.getByText('The Prometheus API answers.')).toBeVisible();
});

test('a data source with a wrong URL says what is wrong', async ({ createDataSourceConfigPage, page }) => {
  const settings = await createDataSourceConfigPage({ type: TYPE });
  await page.getByPlaceholder('http://localhost:9090').fill('http://127.0.0.1:9');
  await expect(settings.saveAndTest()).not.toBeOK();
  await expect(page.getByText('nothing listens at the URL')).toBeVisible();
});
