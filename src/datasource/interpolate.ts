/**
 * A query as it is sent: variables and ad-hoc filters written into the upstream's query, by the upstream's own code where it
 * has some, which knows its quoting.
 */
import { AdHocVariableFilter, DataSourceApi, ScopedVars } from '@grafana/data';
import { DataQuery } from '@grafana/schema';
import { getTemplateSrv } from '@grafana/runtime';
import { fillExpression, Format } from './promql/fill';
import { addMatchers, matcherOf } from './promql/filters';
import { TidemarkQuery } from './types';
import { loadedUpstream } from './upstreams';

type Model = Record<string, unknown>;

/** As most data sources with a backend are; Grafana calls this for each query that it sends. */
type Applying = DataSourceApi & {
  applyTemplateVariables?(query: DataQuery, scopedVars: ScopedVars, filters?: AdHocVariableFilter[]): DataQuery;
};

// The step that these follow is the spec's, not the panel's: the backend fills them in. Grafana knows them without
// scopedVars, too, hence each stands for itself.
const MACROS: ScopedVars = Object.fromEntries(
  ['__interval', '__interval_ms', '__rate_interval'].map((name) => [name, { text: `$${name}`, value: `$${name}` }])
);

/**
 * The query with variables and filters written into it. Filters that its upstream can't take stay in `upstream.filters`,
 * for the backend and for the making of rules to refuse: an answer without them would show what the dashboard leaves out.
 *
 * @param query - of this version; not modified
 * @param scopedVars - of the panel; a repeated one has its own value here
 * @param filters - of the dashboard's ad-hoc variable for this data source
 */
export function interpolateUpstream(
  query: TidemarkQuery,
  scopedVars: ScopedVars,
  filters: AdHocVariableFilter[] = []
): TidemarkQuery {
  const { upstream } = query;
  const vars = { ...scopedVars, ...MACROS };
  const { model, left } =
    upstream.uid === undefined ? fillPrometheus(upstream.query, vars, filters) : fillPinned(query, vars, filters);
  return { ...query, upstream: { ...upstream, query: model, ...(left.length > 0 ? { filters: left } : {}) } };
}

interface Filled {
  model: Model;
  /** Filters that could not be written into it. */
  left: AdHocVariableFilter[];
}

function fillPrometheus(query: Model, vars: ScopedVars, filters: AdHocVariableFilter[]): Filled {
  const model = replaceTexts(query, (text) => replace(text, vars));
  const matchers = filters.map((filter) => matcherOf(replaceTexts(filter, (text) => replace(text, vars))));
  if (typeof query.expr === 'string') {
    const taken = matchers.filter((one) => one !== undefined);
    model.expr = addMatchers(fillPromql(query.expr, vars), taken);
  }
  return { model, left: filters.filter((_, i) => matchers[i] === undefined) };
}

/**
 * PromQL with variables filled in as its texts demand.
 *
 * @param expr - an expression or a selector
 * @param vars - of the panel
 */
export function fillPromql(expr: string, vars: ScopedVars): string {
  return fillExpression(expr, (part, format) => replace(part, vars, format));
}

function fillPinned({ refId, upstream }: TidemarkQuery, vars: ScopedVars, filters: AdHocVariableFilter[]): Filled {
  const own = loadedUpstream(upstream.uid);
  if (!own) {
    return { model: replaceTexts(upstream.query, (text) => replace(text, vars)), left: filters };
  }
  const asked = { refId, ...upstream.query, datasource: own.getRef() };
  const without = fillBy(own, asked, vars, []);
  const told = filters.filter(({ operator }) => own.meta?.multiValueFilterOperators || !operator.endsWith('|'));
  const model = told.length > 0 ? fillBy(own, asked, vars, told) : without;
  // A data source that knows no filters does not say so: it answers the same query.
  const taken = JSON.stringify(model) === JSON.stringify(without) ? [] : told;
  return { model, left: filters.filter((one) => !taken.includes(one)) };
}

function fillBy(own: Applying, asked: DataQuery, vars: ScopedVars, filters: AdHocVariableFilter[]): Model {
  const filled = own.applyTemplateVariables
    ? own.applyTemplateVariables(asked, vars, filters)
    : (own.interpolateVariablesInQueries?.([asked], vars, filters)[0] ??
      replaceTexts(asked, (text) => replace(text, vars)));
  const { refId, datasource, hide, key, ...model } = filled; // two panels that ask the same thing say the same thing
  return model as Model;
}

/**
 * A copy of a JSON tree with each text replaced.
 *
 * @param node - not modified
 * @param replace - of one text
 */
export function replaceTexts<T>(node: T, replace: (text: string) => string): T {
  if (typeof node === 'string') {
    return replace(node) as T;
  }
  if (Array.isArray(node)) {
    return node.map((child) => replaceTexts(child, replace)) as T;
  }
  if (typeof node === 'object' && node !== null) {
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, replaceTexts(child, replace)])) as T;
  }
  return node;
}

// Outside Grafana there may be no template service.
function replace(text: string, vars: ScopedVars, format?: Format): string {
  const templates = getTemplateSrv() as ReturnType<typeof getTemplateSrv> | undefined;
  return templates?.replace(text, vars, format) ?? text;
}
