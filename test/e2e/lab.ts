/** What the tests share: opening a set, waiting for the chart, reading its pixels. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Problems that the page reported: errors on its console, exceptions, failed requests. */
export function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('response', (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`));
  return problems;
}

/** Opens the page on one set and waits until its band is drawn. */
export async function openSet(page: Page, set: string, theme: 'dark' | 'light' = 'dark') {
  await page.goto(`/?set=${set}&theme=${theme}`);
  await expect(page.locator('main')).toHaveAttribute('data-set', set);
  await waitForChart(page);
}

export const chart = (page: Page): Locator => page.getByTestId('panel').locator('.u-over');

/** The chart stands when its canvas does, the query is answered and nothing is being learnt any more. */
export async function waitForChart(page: Page) {
  await expect(page.locator('main')).toHaveAttribute('data-state', 'Done');
  await expect(chart(page)).toBeVisible();
  await expect(page.getByTestId('panel').locator('canvas').first()).toBeVisible();
  await page.waitForTimeout(600); // the lines come first; an analysis begins once the data have settled
  await expect(page.getByTestId('panel').getByRole('status')).toHaveCount(0);
}

/** Different colours on the chart's canvas that cover at least `least` pixels each. */
export async function colours(page: Page, least = 60): Promise<number> {
  return page.getByTestId('panel').locator('canvas').first().evaluate((canvas: HTMLCanvasElement, atLeast) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map<number, number>();
    for (let i = 0; i < data.length; i += 4) {
      const colour = (data[i] << 24) | (data[i + 1] << 16) | (data[i + 2] << 8) | data[i + 3];
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts.values()].filter((count) => count >= atLeast).length;
  }, least);
}

/** Drops a file's text on the page. */
export async function dropCSV(page: Page, name: string, text: string) {
  await page.getByTestId('csv-input').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

/** Two weeks of hourly values with a daily rhythm and one spike on the last day. */
export function hourlyCSV(): string {
  const start = Date.UTC(2026, 0, 5);
  const rows = Array.from({ length: 24 * 21 }, (_, i) => {
    const value = 100 + 40 * Math.sin((i / 24) * 2 * Math.PI) + ((i * 7919) % 13) / 3 + (i === 24 * 20 + 12 ? 300 : 0);
    return `${new Date(start + i * 3_600_000).toISOString()},${value.toFixed(3)}`;
  });
  return `timestamp,value\n${rows.join('\n')}\n`;
}
