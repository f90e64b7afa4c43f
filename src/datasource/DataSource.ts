/**
 * The data source's front end: completes queries, fills in variables, and leaves the rest to the backend, so that
 * dashboards, Explore and alert rules go one way.
 */
import {
  AdHocVariableFilter,
  AnnotationSupport,
  CoreApp,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagKeysOptions,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  MetricFindValue,
  ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import { from, Observable, of, switchMap } from 'rxjs';
import { anomaliesOf } from './annotations';
import { interpolateUpstream } from './interpolate';
import { migrateQuery } from './migrate';
import { tagsOf } from './tags';
import { SCHEMA_VERSION, TidemarkQuery, TidemarkSettings, UpstreamKind } from './types';
import { loadedUpstream, loadUpstream } from './upstreams';
import { TidemarkVariables } from './variables/support';

/** One configured Tidemark data source. */
export class DataSource extends DataSourceWithBackend<TidemarkQuery, TidemarkSettings> {
  readonly settings: TidemarkSettings;

  /** Anomalies of a query as annotations: a range where it is anomalous. */
  annotations: AnnotationSupport<TidemarkQuery> = {
    getDefaultQuery: () => this.defaults(CoreApp.Dashboard),
    prepareQuery: (annotation) => (annotation.target ? migrateQuery(annotation.target) : undefined),
    processEvents: (_, frames) => of(anomaliesOf(frames)),
  };

  variables = new TidemarkVariables(this);

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

  /** Waits for the pinned data sources of a request, whose own code fills in its variables. */
  query(request: DataQueryRequest<TidemarkQuery>): Observable<DataQueryResponse> {
    const uids = request.targets.map((target) => migrateQuery(target).upstream.uid);
    const missing = uids.filter((uid) => uid !== undefined && !loadedUpstream(uid)) as string[];
    if (missing.length === 0) {
      return super.query(request);
    }
    return from(Promise.allSettled(missing.map(loadUpstream))).pipe(switchMap(() => super.query(request)));
  }

  applyTemplateVariables(query: TidemarkQuery, scopedVars: ScopedVars, filters?: AdHocVariableFilter[]): TidemarkQuery {
    return interpolateUpstream(migrateQuery(query), scopedVars, filters);
  }

  /**
   * For Explore, and for the rule that a panel's menu makes; both ask synchronously. Grafana's menus don't pass the
   * dashboard's filters, so they are looked up.
   */
  interpolateVariablesInQueries(
    queries: TidemarkQuery[],
    scopedVars: ScopedVars,
    filters: AdHocVariableFilter[] = this.activeFilters()
  ): TidemarkQuery[] {
    return queries.map((query) => ({
      ...this.applyTemplateVariables(query, scopedVars, filters),
      datasource: this.getRef(),
    }));
  }

  getTagKeys(options: DataSourceGetTagKeysOptions<TidemarkQuery>): Promise<MetricFindValue[]> {
    return tagsOf(this, options);
  }

  getTagValues(options: DataSourceGetTagValuesOptions<TidemarkQuery>): Promise<MetricFindValue[]> {
    return tagsOf(this, options);
  }

  /** What Explore's history shows of a query. */
  getQueryDisplayText(query: TidemarkQuery): string {
    const { upstream } = migrateQuery(query);
    return typeof upstream.query.expr === 'string' ? upstream.query.expr : JSON.stringify(upstream.query);
  }

  private activeFilters(): AdHocVariableFilter[] {
    const templates = getTemplateSrv() as
      { getAdhocFilters?(name: string, quiet: boolean): AdHocVariableFilter[] } | undefined;
    return templates?.getAdhocFilters?.(this.name, true) ?? [];
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
