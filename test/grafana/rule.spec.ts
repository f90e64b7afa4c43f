import type { PluginFixture } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';
import { saveRule } from './parts/form';
import { bandsPanel } from './parts/panels';
import { EVERY_SECONDS } from './parts/settings';
import { expect, type Place, test } from './parts/test';

/** Makes a rule from the menu of a dashboard's one panel, titled as the place is named; gives it as Grafana stores it. */
async function ruleFromMenu(
  page: Page,
  gotoDashboardPage: PluginFixture['gotoDashboardPage'],
  { grafana, folder, name }: Place,
  panel: object,
  { rule, group }: { rule: string; group: string }
) {
  const dashboard = await gotoDashboardPage({ uid: await grafana.dashboard(folder, name, [panel]) });
  await dashboard.getPanelByTitle(name).clickOnMenuItem('New Tidemark alert rule', { parentItem: 'Extensions' });
  await expect(page.getByTestId('data-testid alert-rule name-field')).toHaveValue(rule);
  await saveRule(page, { folder: name, group, every: `${EVERY_SECONDS}s`, contact: name });
  const [stored] = await grafana.stored(folder, group);
  return stored;
}

/** Notification settings of a rule: Grafana tells of a resolved alert five minutes later unless told to hurry. */
const hurryTo = (receiver: string) => ({
  receiver,
  group_by: ['grafana_folder', 'alertname'],
  group_wait: '1s',
  group_interval: '10s',
  repeat_interval: '1h',
});

test("a rule made from the panel's menu fires, notifies with its sentence, and resolves", async ({
  place,
  upstream,
  webhook,
  gotoDashboardPage,
  page,
}) => {
  test.setTimeout(300_000);
  const { grafana, folder, source, name } = place;
  const visits = upstream.metric('visits', 'web-1', 'web-2');
  await grafana.contactPoint(name, webhook.url);
  const [rule, group] = [`${name} is not normal`, 'from panel'];
  const stored = await ruleFromMenu(page, gotoDashboardPage, place, bandsPanel(name, source, 'visits'), {
    rule,
    group,
  });
  expect(stored).toMatchObject({
    title: rule,
    noDataState: 'NoData',
    execErrState: 'Error',
    annotations: { __panelId__: '1' },
  });
  await grafana.rules(folder, group, [{ ...stored, notification_settings: hurryTo(name) }]);

  const state = async (host: string) =>
    (await grafana.standing(folder)).get(rule)?.alerts?.find(({ labels }) => labels.instance === host)?.state;
  await expect.poll(() => state('web-1'), { timeout: 60_000 }).toBe('Normal');
  visits.leap('web-1');
  await expect.poll(() => state('web-1'), { timeout: 90_000 }).toBe('Alerting');
  await expect.poll(() => webhook.alerts(rule).at(-1)?.status, { timeout: 60_000 }).toBe('firing');
  const [alert] = webhook.alerts(rule);
  expect(alert.labels.instance).toBe('web-1');
  expect(alert.annotations.verdict).toMatch(
    /^web-1 is at \S+, above the expected \S+: \S+ times the limit of [a-z ]+\.$/
  );
  expect(webhook.texts().map(({ message }) => message)).toContain(alert.annotations.verdict);
  visits.calm('web-1');
  await expect.poll(() => webhook.alerts(rule).at(-1)?.status, { timeout: 120_000 }).toBe('resolved');
  expect(await state('web-2')).toBe('Normal');
});

test("a rule on a forecast, made from the panel's menu, is pending for its time, fires and says why", async ({
  place,
  upstream,
  webhook,
  gotoDashboardPage,
  page,
}) => {
  test.setTimeout(300_000);
  const { grafana, folder, source, name } = place;
  upstream.metric('disk', 'web-1');
  await grafana.contactPoint(name, webhook.url);
  const [target] = bandsPanel('', source, 'disk').targets;
  const spec = { ...target.spec, forecast: { threshold: 90, horizon: '1h' } }; // the disk is at 100
  const panel = bandsPanel(name, source, 'disk', {
    targets: [{ ...target, spec, output: 'forecast' }],
    type: 'timeseries',
  });
  const [rule, group] = [`${name} will meet 90`, 'forecast'];
  const stored = await ruleFromMenu(page, gotoDashboardPage, place, panel, { rule, group });
  expect(stored).toMatchObject({ title: rule, for: '15m', condition: 'C' });
  const state = async () => (await grafana.standing(folder)).get(rule)?.alerts?.[0]?.state;
  await expect.poll(state, { timeout: 60_000 }).toBe('Pending');
  await grafana.rules(folder, group, [{ ...stored, for: '10s', notification_settings: hurryTo(name) }]);
  await expect.poll(state, { timeout: 90_000 }).toBe('Alerting');
  await expect.poll(() => webhook.alerts(rule).at(-1)?.status, { timeout: 60_000 }).toBe('firing');
  expect(webhook.alerts(rule)[0].annotations.verdict).toMatch(
    /the highest value expected within 1h is \S+, the threshold 90\.$/
  );
});
