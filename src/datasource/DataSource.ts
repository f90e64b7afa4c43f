/**
 * The data source's front end: completes queries, fills in variables, and leaves the rest to the backend, so that
 * dashboards, Explore and alert rules go one way.
 */
import { AnnotationSupport, CoreApp, DataSourceInstanceSettings, ScopedVars } from '@grafana/data';
import { DataSourceWithBackend } from '@grafana/runtime';
import { of } from 'rxjs';
import { anomaliesOf } from './annotations';
import { migrateQuery } from './migrate';
import { SCHEMA_VERSION, TidemarkQuery, TidemarkSettings, UpstreamKind } from './types';
import { interpolateUpstream, loadUpstream } from './upstreams';

/** One configured Tidemark data source. */
export class DataSource extends DataSourceWithBackend<TidemarkQuery, TidemarkSettings> {
  readonly settings: TidemarkSettings;

  /** Anomalies of a query as annotations: a range where it is anomalous. */
  annotations: AnnotationSupport<TidemarkQuery> = {
    getDefaultQuery: () => this.defaults(CoreApp.Dashboard),
    prepareQuery: (annotation) => (annotation.target ? migrateQuery(annotation.target) : undefined),
    processEvents: (_, frames) => of(anomaliesOf(frames)),
  };

  constructor(instance: DataSourceInstanceSettings<TidemarkSettings>) {
    super(instance);
    this.settings = instance.jsonData ?? {};
    // Rules and dashboards interpolate synchronously: load now what they will need; who can't see a source edits without it.
    for (const { uid } of this.settings.pinned ?? []) {
      loadUpstream(uid).catch(() => undefined);
    }
  }

  /** Where this data source reads. */
  get kind(): UpstreamKind {
    return this.settings.upstream ?? 'prometheus';
  }

  /** A new query: an alert rule wants one row a series, a person wants bands. */
  getDefaultQuery(app: CoreApp): Partial<TidemarkQuery> {
    return this.defaults(app);
  }

  /** An empty query is not sent, so that a new panel shows "no data" instead of an error. */
  filterQuery(query: TidemarkQuery): boolean {
    const { upstream, hide } = migrateQuery(query);
    const { expr } = upstream.query;
    return (
      !hide &&
      (this.kind === 'prometheus' ? typeof expr === 'string' && expr.trim() !== '' : upstream.uid !== undefined)
    );
  }

  applyTemplateVariables(query: TidemarkQuery, scopedVars: ScopedVars): TidemarkQuery {
    return interpolateUpstream(migrateQuery(query), scopedVars);
  }

  /** For Explore, and for the rule that a panel's menu makes; both ask synchronously. */
  interpolateVariablesInQueries(queries: TidemarkQuery[], scopedVars: ScopedVars): TidemarkQuery[] {
    return queries.map((query) => ({ ...this.applyTemplateVariables(query, scopedVars), datasource: this.getRef() }));
  }

  /** What Explore's history shows of a query. */
  getQueryDisplayText(query: TidemarkQuery): string {
    const { upstream } = migrateQuery(query);
    return typeof upstream.query.expr === 'string' ? upstream.query.expr : JSON.stringify(upstream.query);
  }

  private defaults(app: CoreApp): Partial<TidemarkQuery> {
    const [first] = this.settings.pinned ?? [];
    return {
      schemaVersion: SCHEMA_VERSION,
      upstream: this.kind === 'grafana' && first ? { uid: first.uid, query: {} } : { query: {} },
      spec: {},
      output: app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting ? 'alert' : 'bands',
    };
  }
}
