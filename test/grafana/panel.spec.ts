import { expect, test } from '@grafana/plugin-e2e';

// TestData's rows are in the dashboard itself: the band does not depend on what the machine did.
test("the panel draws the band over another data source's query", async ({ gotoDashboardPage, page }) => {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await gotoDashboardPage({ uid: 'tidemark-shop' });
  const chart = page.getByRole('group', { name: /sales/ });
  await expect(chart.locator('canvas').first()).toBeVisible();
  for (const part of ['Value', 'Expected', 'Interval', 'Limit']) {
    await expect(page.getByText(part, { exact: true }).first()).toBeVisible();
  }
  expect(problems).toEqual([]);
});
