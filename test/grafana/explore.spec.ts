import { expect, test } from './parts/test';

test('Explore asks the data source, and its rule opens filled in', async ({ place, upstream, explorePage, page }) => {
  upstream.metric('carts', 'web-1');
  await explorePage.goto();
  await explorePage.datasource.set(place.name);
  await page.getByRole('textbox', { name: 'PromQL' }).fill('carts');
  await page.getByPlaceholder('{{label}}').click();
  await expect(page.getByRole('img', { name: /anomal/ })).toBeVisible();
  await page.getByRole('button', { name: 'Create alert rule' }).click();
  await expect(page).toHaveURL(/\/alerting\/new/);
  await expect(page.getByRole('textbox', { name: 'PromQL' }).first()).toHaveValue('carts');
  await expect(page.getByRole('combobox', { name: 'Returns' }).first()).toHaveValue('Alert');
});
