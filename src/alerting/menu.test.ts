/** The panel menu's entry: registered as plugin.json says, and there for Tidemark's queries alone. */
import { config, locationService, setDataSourceSrv } from '@grafana/runtime';
import { readFileSync } from 'node:fs';
import { OWN_TYPE } from '../datasource/types';
import { plugin } from '../module';
import { MENU_LINK } from './menu';

const panel = (type: string) => ({
  pluginId: 'timeseries',
  id: 2,
  title: 'Up',
  dashboard: { uid: 'd1', title: 'D', tags: [] },
  targets: [{ refId: 'A', datasource: { uid: 'tm', type }, upstream: { query: { expr: 'up' } }, output: 'bands' }],
});

beforeEach(() => {
  config.unifiedAlertingEnabled = true;
  config.bootData = { user: { permissions: { 'alert.rules:create': true } } } as never;
});

test('plugin.json says what the app adds', () => {
  const { extensions } = JSON.parse(readFileSync('src/plugin.json', 'utf8'));
  const { title, description, targets } = MENU_LINK;
  expect(extensions.addedLinks).toEqual([{ title, description, targets }]);
  expect(plugin.addedLinkConfigs).toEqual([MENU_LINK]);
});

test('only a panel with a query of ours has it, whatever draws it', () => {
  expect(MENU_LINK.configure!(panel(OWN_TYPE) as never)).toEqual({});
  expect(MENU_LINK.configure!(panel('prometheus') as never)).toBeUndefined();
  expect(MENU_LINK.configure!(undefined)).toBeUndefined();
  config.unifiedAlertingEnabled = false;
  expect(MENU_LINK.configure!(panel(OWN_TYPE) as never)).toBeUndefined();
});

test('it opens the form of a rule for the panel', async () => {
  setDataSourceSrv({ get: async () => ({ uid: 'tm', type: OWN_TYPE }) } as never);
  const opened = new Promise<string>((resolve) => {
    locationService.getHistory().listen(({ pathname, search }: Location) => resolve(pathname + search));
  });
  MENU_LINK.onClick!(undefined, { context: panel(OWN_TYPE) } as never);
  const url = new URL(await opened, 'http://grafana');
  expect(url.pathname).toBe('/alerting/new');
  const form = JSON.parse(url.searchParams.get('defaults')!);
  expect(form).toMatchObject({ name: 'Up is not normal', condition: 'C' });
  expect(form.annotations).toContainEqual({ key: '__dashboardUid__', value: 'd1' });
});
