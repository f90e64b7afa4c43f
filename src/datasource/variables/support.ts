/**
 * Variables of a dashboard: what the upstream's own variables can be, and the series that are anomalous now.
 */
import { CustomVariableSupport, DataQueryRequest, DataQueryResponse, MetricFindValue } from '@grafana/data';
import { from, map, Observable } from 'rxjs';
import type { DataSource } from '../DataSource';
import { fillPromql } from '../interpolate';
import { labelsOf } from '../tags';
import { TidemarkQuery, TidemarkSettings, TidemarkVariable } from '../types';
import { loadUpstream } from '../upstreams';
import { anomalousValues, judgedQuery } from './anomalous';
import { askUpstream } from './upstream';
import { VariableEditor } from './VariableEditor';

/** As Grafana wants variables described; it asks `query` whenever a variable is refreshed. */
export class TidemarkVariables extends CustomVariableSupport<
  DataSource,
  TidemarkVariable,
  TidemarkQuery,
  TidemarkSettings
> {
  editor = VariableEditor;

  constructor(private readonly source: DataSource) {
    super();
  }

  query(request: DataQueryRequest<TidemarkVariable>): Observable<DataQueryResponse> {
    const [asked] = request.targets;
    if (asked.values === 'anomalous') {
      const target = judgedQuery(asked);
      return this.source
        .query({ ...request, targets: this.source.filterQuery(target) ? [target] : [] })
        .pipe(map(({ data, ...rest }) => ({ ...rest, data: anomalousValues(data, asked.label ?? '') })));
    }
    if (this.source.kind === 'prometheus') {
      return from(this.labels(asked, request).then((data) => ({ data })));
    }
    const { uid, query } = asked;
    if (uid === undefined || query === undefined) {
      return from([{ data: [] }]);
    }
    return askUpstream(() => loadUpstream(uid), query, request);
  }

  private labels({ label = '', match }: TidemarkVariable, request: DataQueryRequest): Promise<MetricFindValue[]> {
    const selector = match ? fillPromql(match, request.scopedVars) : undefined;
    return labelsOf(this.source, label.trim(), selector, request.range);
  }
}
