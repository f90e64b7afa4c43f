import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { chart, collectProblems, colours, openSet, waitForChart } from './lab';

test('the page opens without a single error', async ({ page }) => {
  const problems = collectProblems(page);
  await openSet(page, 'checkout');
  expect(problems).toEqual([]);
});

/** What Grafana 12.4's own components bring, in Grafana as here: a closed Collapse names content that is not there yet, and the zone in the range picker is orange on white. */
const ofGrafana = { rules: ['aria-valid-attr-value'], picker: '[data-testid="data-testid TimePicker Open Button"]' };

for (const theme of ['dark', 'light'] as const) {
  test(`nobody is locked out by the ${theme} theme: axe finds nothing serious`, async ({ page }) => {
    await openSet(page, 'checkout', theme);
    const { violations } = await new AxeBuilder({ page }).disableRules(ofGrafana.rules).exclude(ofGrafana.picker).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
}

test('value, expectation and both bands are on the canvas', async ({ page }) => {
  await openSet(page, 'payments');
  expect(await colours(page)).toBeGreaterThanOrEqual(5);
});

test('the tooltip says what the point is', async ({ page }) => {
  await openSet(page, 'payments');
  const box = (await chart(page).boundingBox())!;
  await page.mouse.move(box.x + box.width - 12, box.y + box.height / 2, { steps: 4 });
  await expect(page.getByText(/above|outside|expected/i).first()).toBeVisible();
});

test('a pinned tooltip says what its expected value is made of, and the parts add up', async ({ page }) => {
  await openSet(page, 'checkout');
  const box = (await chart(page).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  const why = page.getByRole('region', { name: 'Why this value is expected' });
  await expect(page.getByText('Expected', { exact: true }).first()).toBeVisible();
  await expect(why).toHaveCount(0); // hovering asks nothing
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(why.getByText('Level')).toBeVisible();
  const [names, texts] = [await why.locator('dt').allTextContents(), await why.locator('dd').allTextContents()];
  expect(names).toEqual(['Level', 'Trend', 'Season', 'Calendar', 'Expected']);
  const numbers = texts.map((text) => Number(text.replace('−', '-').replace(/[^\d.+-]/g, '')));
  const expected = numbers.pop()!;
  expect(Math.abs(numbers.reduce((sum, part) => sum + part) - expected), texts.join(', ')).toBeLessThan(0.05 * Math.abs(expected));
});

test('dragging zooms the range', async ({ page }) => {
  await openSet(page, 'checkout');
  const before = await page.locator('main').getAttribute('data-range');
  const box = (await chart(page).boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 8 });
  await page.mouse.up();
  await expect(page.locator('main')).not.toHaveAttribute('data-range', before!);
  await waitForChart(page);
});

test('the theme switches and stays', async ({ page }) => {
  await openSet(page, 'checkout');
  const background = () => page.locator('main').evaluate((main) => getComputedStyle(main).backgroundColor);
  const dark = await background();
  await page.getByRole('button', { name: 'Switch theme' }).click();
  expect(await background()).not.toBe(dark);
});

test('all four series of one query are drawn with a band each', async ({ page }) => {
  await openSet(page, 'gpus');
  await expect(page.getByTestId('panel').getByText(/gpu="?3/).first()).toBeVisible();
  expect(await colours(page)).toBeGreaterThanOrEqual(8);
});
