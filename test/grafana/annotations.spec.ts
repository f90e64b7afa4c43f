import { QUICK, TYPE } from './parts/settings';
import { bandsPanel } from './parts/panels';
import { expect, test } from './parts/test';

test("an annotation query marks anomalies in Grafana's own panel", async ({
  place,
  upstream,
  gotoDashboardPage,
  page,
}) => {
  test.setTimeout(300_000);
  const { grafana, folder, source, name } = place;
  const doors = upstream.metric('doors', 'web-1', 'web-2');
  const datasource = { type: TYPE, uid: source };
  const [target] = bandsPanel('', source, 'doors').targets;
  const query = { ...target, refId: 'Anno', spec: QUICK };
  const list = [{ name: 'Anomalies', enable: true, iconColor: 'red', datasource, target: query }];
  const panel = bandsPanel('plain', source, 'doors', { type: 'timeseries' });
  const uid = await grafana.dashboard(folder, name, [panel], {
    annotations: { list },
    time: { from: 'now-5m', to: 'now' },
    refresh: '10s',
  });
  const marks = page.getByTestId('data-testid annotation-marker');
  await gotoDashboardPage({ uid });
  await expect(page.locator('.uplot').first()).toBeVisible();
  await expect(marks).toHaveCount(0);
  doors.leap('web-1');
  await expect(marks.first()).toBeVisible({ timeout: 120_000 });
  await marks.first().hover();
  await expect(page.getByText(/times its limit \(/).first()).toBeVisible();
  await expect(page.getByText('instance:web-1').first()).toBeVisible();
});
