/**
 * What a history answer depends on beside its range: queries, variables, ad-hoc filters.
 */
import { DataQueryRequest, DataSourceApi } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';

/**
 * A text that changes whenever the same queries would mean something else.
 *
 * @param request - the panel's own request; not modified
 * @param sources - the data sources of its targets, in their order; their interpolation is used where they have one
 * @returns JSON text
 */
export function queryIdentity(request: DataQueryRequest, sources: DataSourceApi[]): string {
  const targets = request.targets.map((target, i) => {
    const interpolate = sources[i]?.interpolateVariablesInQueries?.bind(sources[i]);
    try {
      return interpolate ? interpolate([target], request.scopedVars, request.filters)[0] : target;
    } catch {
      return target; // a data source may refuse a half-typed query; the variables below still tell versions apart
    }
  });
  return JSON.stringify([targets, dashboardVariables(), request.filters ?? [], request.timezone]);
}

// Outside Grafana there may be no template service.
function dashboardVariables(): unknown[] {
  const variables = (getTemplateSrv() as ReturnType<typeof getTemplateSrv> | undefined)?.getVariables?.() ?? [];
  return variables.map((variable) => [variable.name, 'current' in variable ? variable.current : undefined]);
}
