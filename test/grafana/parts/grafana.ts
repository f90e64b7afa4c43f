/** Grafana's HTTP API, as far as the tests set up and look: never what the page itself is tested for. */
import { APIRequestContext, APIResponse } from '@playwright/test';
import { EVERY_SECONDS, TYPE } from './settings';

/** What a rule does for want of data, or for an error. */
export type Choice = 'NoData' | 'Error' | 'OK' | 'Alerting' | 'KeepLast';

/** A rule of the provisioning API, as far as the tests write one. */
export interface Rule {
  title: string;
  data: unknown[];
  condition?: string;
  for?: string;
  keep_firing_for?: string;
  noDataState?: Choice;
  execErrState?: Choice;
  annotations?: Record<string, string>;
  notification_settings?: Record<string, unknown>;
  record?: { metric: string; from: string; target_datasource_uid: string };
}

/** A rule as it stands: its instances, each with the state that Grafana shows. */
export interface Standing {
  name: string;
  health: string;
  lastError?: string;
  alerts?: Array<{ labels: Record<string, string>; annotations: Record<string, string>; state: string; value: string }>;
}

/** Grafana at GRAFANA_URL, asked as an admin. */
export class Grafana {
  constructor(private readonly request: APIRequestContext) {}

  /** A Tidemark data source over a Prometheus API; its uid. */
  tidemark(name: string, url: string): Promise<string> {
    return this.dataSource({ name, type: TYPE, access: 'proxy', url, jsonData: { upstream: 'prometheus' } });
  }

  /** A Tidemark data source that reads pinned data sources of this Grafana, with a Viewer's token; its uid. */
  async tidemarkOver(name: string, grafanaUrl: string, pinned: Array<{ uid: string; type: string }>): Promise<string> {
    const { id } = await this.post('/api/serviceaccounts', { name, role: 'Viewer' });
    const { key } = await this.post(`/api/serviceaccounts/${id}/tokens`, { name });
    const jsonData = { upstream: 'grafana', grafanaUrl, pinned: pinned.map((pin) => ({ ...pin, name: pin.uid })) };
    return this.dataSource({ name, type: TYPE, access: 'proxy', jsonData, secureJsonData: { token: key } });
  }

  /** Removes the service accounts of a name. */
  async removeServiceAccounts(name: string): Promise<void> {
    const { serviceAccounts } = await this.json(
      await this.request.get('/api/serviceaccounts/search', { params: { query: name } })
    );
    for (const { id } of serviceAccounts as Array<{ id: number }>) {
      await this.json(await this.request.delete(`/api/serviceaccounts/${id}`));
    }
  }

  /** Grafana's own data source for a Prometheus, to which recording rules may write; its uid. */
  prometheus(name: string, url: string): Promise<string> {
    return this.dataSource({
      name,
      type: 'prometheus',
      access: 'proxy',
      url,
      jsonData: { prometheusType: 'Prometheus' },
    });
  }

  async folder(title: string): Promise<string> {
    const { uid } = await this.post('/api/folders', { title });
    return uid as string;
  }

  /** A contact point that posts to a URL, with the sentence of docs/alerting.md as its message. */
  async contactPoint(name: string, url: string): Promise<void> {
    const message = '{{ range .Alerts }}{{ .Annotations.verdict }}{{ end }}';
    await this.post('/api/v1/provisioning/contact-points', {
      name,
      type: 'webhook',
      settings: { url, httpMethod: 'POST', message },
    });
  }

  async dashboard(folderUid: string, title: string, panels: unknown[], more: object = {}): Promise<string> {
    const dashboard = { title, panels, time: { from: 'now-1h', to: 'now' }, schemaVersion: 41, ...more };
    const { uid } = await this.post('/api/dashboards/db', { folderUid, dashboard });
    return uid as string;
  }

  /** Writes the rules of one group, which Grafana then evaluates as often as it can. */
  async rules(folderUid: string, group: string, rules: Rule[]): Promise<void> {
    const complete = rules.map((rule) => ({
      condition: 'B',
      for: '0s',
      noDataState: 'NoData',
      execErrState: 'Error',
      ...rule,
      folderUID: folderUid,
      ruleGroup: group,
      orgID: 1,
    }));
    const path = `/api/v1/provisioning/folder/${folderUid}/rule-groups/${group}`;
    await this.json(
      await this.request.put(path, {
        data: { title: group, folderUid, interval: EVERY_SECONDS, rules: complete },
        headers: EDITABLE,
      })
    );
  }

  /** The rules of a folder with their instances, by name. */
  async standing(folderUid: string): Promise<Map<string, Standing>> {
    const { data } = await this.json(
      await this.request.get('/api/prometheus/grafana/api/v1/rules', { params: { folder_uid: folderUid } })
    );
    const groups = (data as { groups: Array<{ rules: Standing[] }> }).groups;
    return new Map(groups.flatMap(({ rules }) => rules).map((rule) => [rule.name, rule]));
  }

  /** The rules of a group as they are stored. */
  async stored(folderUid: string, group: string): Promise<Rule[]> {
    const { rules } = await this.json(
      await this.request.get(`/api/v1/provisioning/folder/${folderUid}/rule-groups/${group}`)
    );
    return rules as Rule[];
  }

  /** What a Prometheus data source answers to an instant query, asked through Grafana. */
  async instant(
    source: string,
    query: string
  ): Promise<Array<{ metric: Record<string, string>; value: [number, string] }>> {
    const { data } = await this.json(
      await this.request.get(`/api/datasources/proxy/uid/${source}/api/v1/query`, { params: { query } })
    );
    return (data as { result: Array<{ metric: Record<string, string>; value: [number, string] }> }).result;
  }

  async removeFolder(uid: string): Promise<void> {
    await this.json(await this.request.delete(`/api/folders/${uid}`, { params: { forceDeleteRules: true } }));
  }

  async removeDataSource(uid: string): Promise<void> {
    await this.json(await this.request.delete(`/api/datasources/uid/${uid}`));
  }

  async removeContactPoint(name: string): Promise<void> {
    const points = (await this.json(
      await this.request.get('/api/v1/provisioning/contact-points', { params: { name } })
    )) as unknown as Array<{ uid: string }>;
    for (const { uid } of points) {
      await this.json(await this.request.delete(`/api/v1/provisioning/contact-points/${uid}`));
    }
  }

  private async dataSource(settings: object): Promise<string> {
    const { datasource } = await this.post('/api/datasources', settings);
    return (datasource as { uid: string }).uid;
  }

  private async post(path: string, data: object) {
    return this.json(await this.request.post(path, { data, headers: EDITABLE }));
  }

  private async json(answer: APIResponse): Promise<Record<string, unknown>> {
    if (!answer.ok()) {
      throw new Error(`${answer.url()}: ${answer.status()} ${await answer.text()}`);
    }
    return (await answer.body()).length > 0 ? answer.json() : {};
  }
}

/** Else Grafana takes what the API makes for provisioned, and its pages don't let anybody change it. */
const EDITABLE = { 'X-Disable-Provenance': 'true' };
