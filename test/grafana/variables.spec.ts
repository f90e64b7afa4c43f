import { Page } from '@playwright/test';
import { bandsPanel, filters, variable } from './parts/panels';
import { QUICK } from './parts/settings';
import { expect, test } from './parts/test';

/** The chart of a series, by the name that the panel gives it. */
const chart = (page: Page, names: RegExp) => page.getByRole('group', { name: names });
const templating = (...list: object[]) => ({ templating: { list } });

// The upstream knows no expression but those that it is told of: a chart is there only if exactly this text was asked.
test('variables and ad-hoc filters are written into PromQL, and a repeated panel asks for its own value', async ({
  place,
  upstream,
  gotoDashboardPage,
  page,
}) => {
  const { grafana, folder, source, name } = place;
  upstream.metric('hosts', 'web-1', 'web-2');
  upstream.metric('load{instance=~"(web-1|web-2)",job=~"(shop|books)"}', 'web-1', 'web-2');
  upstream.metric('load{instance="web-1",job=~"(shop|books)"}', 'web-1');
  upstream.metric('load{instance="web-2",job=~"(shop|books)"}', 'web-2');
  const panels = [
    bandsPanel('together', source, 'load{instance=~"$host"}', { gridPos: { x: 0, y: 0, w: 24, h: 9 } }),
    bandsPanel('one', source, 'load{instance="$host"}', {
      id: 2,
      title: 'only $host',
      gridPos: { x: 0, y: 9, w: 12, h: 9 },
      repeat: 'host',
      repeatDirection: 'h',
    }),
  ];
  const host = variable('host', source, { label: 'instance', match: 'hosts' });
  const uid = await grafana.dashboard(folder, name, panels, templating(host, filters(source, 'job', 'shop', 'books')));
  const dashboard = await gotoDashboardPage({ uid });
  await expect(chart(page, /web-1.*web-2/)).toBeVisible();
  for (const one of ['web-1', 'web-2']) {
    await expect(dashboard.getPanelByTitle(`only ${one}`).locator.getByRole('group', { name: one })).toBeVisible();
  }
  await dashboard
    .getPanelByTitle('only web-2')
    .clickOnMenuItem('New Tidemark alert rule', { parentItem: 'Extensions' });
  await expect(page.getByRole('textbox', { name: 'PromQL' }).first()).toHaveValue('load{instance="web-2",job=~"(shop|books)"}');
});

test('a variable has the hosts that are anomalous now', async ({ place, upstream, gotoDashboardPage, page }) => {
  test.setTimeout(300_000);
  const { grafana, folder, source, name } = place;
  const calls = upstream.metric('calls', 'web-1', 'web-2');
  upstream.metric('calls{instance=~"web-2"}', 'web-2').leap('web-2');
  const judged = { schemaVersion: 1, upstream: { query: { expr: 'calls' } }, spec: QUICK };
  const host = variable('host', source, { values: 'anomalous', label: 'instance', judged });
  const panel = bandsPanel('those', source, 'calls{instance=~"$host"}');
  const uid = await grafana.dashboard(folder, name, [panel], templating(host));
  calls.leap('web-2');
  await expect
    .poll(
      async () => {
        await gotoDashboardPage({ uid });
        return chart(page, /web-2/)
          .waitFor({ timeout: 10_000 })
          .then(
            () => true,
            () => false
          );
      },
      { timeout: 120_000 }
    )
    .toBe(true);
  await expect(chart(page, /web-1/)).toHaveCount(0);
});

test.describe('over a pinned Prometheus', () => {
  test('its own code writes variables and filters, and offers its labels', async ({
    place,
    upstream,
    gotoDashboardPage,
    page,
    baseURL,
  }) => {
    const { grafana, folder, name } = place;
    upstream.metric('hosts', 'web-1', 'web-2');
    upstream.metric('load{instance=~"(web-1|web-2)", job="shop"}', 'web-1', 'web-2');
    const pinned = await grafana.prometheus(`${name} pinned`, upstream.url);
    const source = await grafana.tidemarkOver(`${name} over`, baseURL!, [{ uid: pinned, type: 'prometheus' }]);
    try {
      const [target] = bandsPanel('', source, 'load{instance=~"$host"}').targets;
      const query = { ...target.upstream.query, editorMode: 'code', range: true };
      const panel = bandsPanel('pinned', source, '', { targets: [{ ...target, upstream: { uid: pinned, query } }] });
      const own = {
        qryType: 1,
        query: 'label_values(hosts,instance)',
        refId: 'PrometheusVariableQueryEditor-VariableQuery',
      };
      const host = variable('host', source, { uid: pinned, query: own });
      const uid = await grafana.dashboard(folder, name, [panel], templating(host, filters(source, 'job', 'shop')));
      const dashboard = await gotoDashboardPage({ uid });
      await expect(chart(page, /web-1.*web-2/)).toBeVisible();
      await page
        .getByRole('combobox', { name: /filter/i })
        .first()
        .click();
      await expect(page.getByRole('option', { name: 'instance' })).toBeVisible();
      await page.keyboard.press('Escape');
      await dashboard
        .getPanelByTitle('pinned')
        .clickOnMenuItem('New Tidemark alert rule', { parentItem: 'Extensions' });
      await expect(page.getByText('load{instance=~"(web-1|web-2)", job="shop"}').first()).toBeVisible();
    } finally {
      await grafana.removeDataSource(source);
      await grafana.removeDataSource(pinned);
      await grafana.removeServiceAccounts(`${name} over`);
    }
  });

  test('one that knows no filters is not asked without them', async ({ place, gotoDashboardPage, page, baseURL }) => {
    const { grafana, folder, name } = place;
    const source = await grafana.tidemarkOver(`${name} over`, baseURL!, [
      { uid: 'testdata', type: 'grafana-testdata-datasource' },
    ]);
    try {
      const [target] = bandsPanel('', source, '').targets;
      const query = { scenarioId: 'random_walk' };
      const panel = bandsPanel('rows', source, '', { targets: [{ ...target, upstream: { uid: 'testdata', query } }] });
      const uid = await grafana.dashboard(folder, name, [panel], templating(filters(source, 'job', 'shop')));
      const dashboard = await gotoDashboardPage({ uid });
      await page.getByRole('button', { name: 'Panel status' }).hover();
      await expect(page.getByText(/ad-hoc filters \(job = shop\)/).first()).toBeVisible();
      await dashboard.getPanelByTitle('rows').clickOnMenuItem('New Tidemark alert rule', { parentItem: 'Extensions' });
      await expect(page.getByText('The alert rule could not be opened')).toBeVisible();
      await expect(page).not.toHaveURL(/alerting/);
    } finally {
      await grafana.removeDataSource(source);
      await grafana.removeServiceAccounts(`${name} over`);
    }
  });
});
