import { expect, type Page, test } from '@playwright/test';
import { colours, openSet, waitForChart } from './lab';

const computeInBackend = async (page: Page) => {
  await page.getByRole('radio', { name: 'Data source' }).click();
  await expect(page.locator('main')).toHaveAttribute('data-place', 'backend');
  await waitForChart(page);
};

test('the data source draws the same kind of picture', async ({ page }) => {
  await openSet(page, 'payments');
  await computeInBackend(page);
  expect(await colours(page)).toBeGreaterThanOrEqual(5);
});

test('an edit in the query editor changes what is asked', async ({ page }) => {
  await openSet(page, 'checkout');
  await computeInBackend(page);
  const asked = page.waitForRequest((request) => request.url().includes('/api/ds/query') && request.postData()!.includes('payment_latency_seconds'));
  await page.getByRole('textbox', { name: 'PromQL' }).fill('payment_latency_seconds * 2');
  await page.getByPlaceholder('{{label}}').click(); // leaving the field sends the query
  await asked;
});

test('the query editor shows the alerts of four weeks beside what the spec asks for', async ({ page }) => {
  await openSet(page, 'payments');
  await computeInBackend(page);
  await page.getByRole('button', { name: 'Show past alerts' }).click();
  const rates = page.getByRole('region', { name: 'Alerts a week' }).getByRole('row');
  await expect(rates).toHaveCount(2);
  await expect(rates.nth(1).getByRole('cell').nth(2)).toHaveText('1');
  const perWeek = Number(await rates.nth(1).getByRole('cell').nth(1).textContent());
  const alerts = page.getByRole('region', { name: 'Past alerts' }).getByRole('row');
  const count = (await alerts.count()) - 1;
  await expect(page.getByText(`${count} alerts in 28 days`).or(page.getByText('1 alert in 28 days'))).toBeVisible();
  expect(count).toBeGreaterThan(0); // its incident
  expect(perWeek).toBeGreaterThanOrEqual(count / 4 - 0.01); // less than four weeks may be judged
  await page.getByRole('textbox', { name: 'PromQL' }).fill('payment_latency_seconds * 2');
  await page.getByPlaceholder('{{label}}').click();
  await expect(page.getByText('Results are out of date: the query changed')).toBeVisible();
});

const alertState = async (page: Page, set: string) => {
  await openSet(page, set);
  await page.getByRole('tab', { name: 'Alert' }).click();
  await page.getByRole('button', { name: 'Evaluate the rule' }).click();
  return page.getByTestId('alert-row').first();
};

test('a rule on payment latency fires during its incident', async ({ page }) => {
  await expect(await alertState(page, 'payments')).toContainText('Alerting');
});

test('a rule on checkout requests is quiet', async ({ page }) => {
  await expect(await alertState(page, 'checkout')).toContainText('Normal');
});

test('zooming does not change a number of the past', async ({ request }) => {
  const to = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;
  const numbers = async (hours: number, maxDataPoints: number) => {
    const query = {
      refId: 'A', datasource: { uid: 'tidemark' }, schemaVersion: 1, upstream: { query: { expr: 'checkout_requests_per_second' } },
      spec: {}, output: 'bands', intervalMs: 15_000, maxDataPoints,
    };
    const answer = await request.post('/api/ds/query', { data: { from: `${to - hours * 3_600_000}`, to: `${to}`, queries: [query] } });
    const [times, ...fields]: Array<Array<number | null>> = (await answer.json()).results.A.frames[0].data.values;
    return new Map(times.map((time, i) => [time, fields.map((field) => field[i])]));
  };
  const [narrow, wide] = [await numbers(2, 100), await numbers(30, 2000)];
  expect(narrow.size).toBeGreaterThan(20);
  for (const [time, row] of narrow) {
    expect(wide.get(time), `the point at ${time}`).toEqual(row);
  }
});
