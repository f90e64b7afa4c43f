/**
 * Asks a pinned data source its own variable query, in whichever of Grafana's four ways it has variables.
 */
import {
  CustomVariableSupport,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceApi,
  StandardVariableSupport,
  VariableSupportBase,
  VariableSupportType,
} from '@grafana/data';
import { DataQuery } from '@grafana/schema';
import { from, Observable, switchMap } from 'rxjs';

/**
 * The values that a variable of the data source itself would have.
 *
 * @param load - loads its front end
 * @param query - as its own variable editor stores it; a text, or an object
 * @param request - of our variable: its range and the variables above it count
 * @returns rows of text and value, or frames, both of which Grafana reads; fails with what the data source says
 */
export function askUpstream(
  load: () => Promise<DataSourceApi>,
  query: unknown,
  request: DataQueryRequest
): Observable<DataQueryResponse> {
  return from(load()).pipe(switchMap((own) => answer(own, query, request)));
}

function answer(own: DataSourceApi, query: unknown, request: DataQueryRequest): Observable<DataQueryResponse> {
  const support = own.variables as VariableSupportBase<DataSourceApi> | undefined;
  const [{ refId }] = request.targets;
  const asked = typeof query === 'string' ? query : { refId, ...(query as object) };
  const of = (target: unknown) => ({ ...request, targets: [target as DataQuery] });
  switch (support?.getType()) {
    case VariableSupportType.Custom:
      return (support as CustomVariableSupport<DataSourceApi>).query(of(asked));
    case VariableSupportType.Standard: {
      const standard = support as StandardVariableSupport<DataSourceApi>;
      const target = standard.toDataQuery(typeof asked === 'string' ? { refId, query: asked } : (asked as never));
      return standard.query?.(of(target)) ?? from(own.query(of(target)));
    }
    case VariableSupportType.Datasource:
      return from(own.query(of(asked)));
  }
  if (!own.metricFindQuery) {
    throw new Error(`${own.name} has no variables of its own.`);
  }
  const { range, scopedVars } = request;
  return from(own.metricFindQuery(query, { range, scopedVars }).then((data) => ({ data })));
}
