import { expect, test } from '@playwright/test';
import { colours, dropCSV, hourlyCSV, openSet, waitForChart } from './lab';

test('a CSV of the user gets its band', async ({ page }) => {
  await openSet(page, 'checkout');
  await dropCSV(page, 'till.csv', hourlyCSV());
  await expect(page.locator('main')).toHaveAttribute('data-set', 'csv-till');
  await waitForChart(page);
  expect(await colours(page)).toBeGreaterThanOrEqual(5);
});

const bad: Array<[name: string, text: string, code: string]> = [
  ['an empty file', '', 'csv/empty'],
  ['no column of times', 'when,value\n2026-01-01,1\n2026-01-02,2\n', 'csv/no-timestamp-column'],
  ['strings for numbers', 'timestamp,value\n2026-01-01,high\n2026-01-02,low\n', 'csv/value-not-a-number'],
  ['one point', 'timestamp,value\n2026-01-01,1\n', 'csv/one-point'],
  ['no finite value', 'timestamp,value\n2026-01-01,\n2026-01-02,\n', 'csv/all-missing'],
];
for (const [name, text, code] of bad) {
  test(`${name} is refused with ${code}`, async ({ page }) => {
    await openSet(page, 'checkout');
    await dropCSV(page, 'bad.csv', text);
    await expect(page.getByTestId('csv-fault')).toContainText(code);
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await expect(page.locator('main')).toHaveAttribute('data-set', 'checkout');
  });
}

test('repeated stamps are noted, not hidden', async ({ page }) => {
  await openSet(page, 'checkout');
  await dropCSV(page, 'twice.csv', hourlyCSV() + '2026-01-05T00:00:00Z,99\n');
  await expect(page.getByText('csv/duplicate-stamps')).toBeVisible();
});

test('a constant series is no error and no anomaly', async ({ page }) => {
  await openSet(page, 'checkout');
  await dropCSV(page, 'flat.csv', hourlyCSV().replace(/,[\d.]+$/gm, ',7'));
  await expect(page.locator('main')).toHaveAttribute('data-set', 'csv-flat');
  await waitForChart(page);
  await expect(page.getByText(/BUG:/)).toHaveCount(0);
});
