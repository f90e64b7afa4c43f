/** Grafana's form of a new alert rule, as people fill in what Tidemark leaves to them. */
import { Page } from '@playwright/test';
import { expect } from './test';

/** Chooses where the rule is kept, how often it is evaluated and who is told, and saves it. */
export async function saveRule(
  page: Page,
  { folder, group, every, contact }: { folder: string; group: string; every: string; contact: string }
) {
  await page
    .getByTestId('folder-picker')
    .getByRole('button', { name: /select folder/i })
    .click();
  await page.getByPlaceholder('Search folders').fill(folder);
  await page.getByRole('treeitem', { name: folder }).click();
  await page.getByRole('button', { name: 'New evaluation group' }).click();
  await page.getByLabel('Evaluation group name').fill(group);
  await page.getByTestId('data-testid alert-rule new-evaluation-group-interval').fill(every);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const picker = page.getByTestId('contact-point-picker').getByRole('combobox');
  await picker.fill(contact);
  await page.getByRole('option', { name: contact }).click();
  await page.getByTestId('save-rule').click();
  await expect(page.getByText('Rule added successfully')).toBeVisible();
}
