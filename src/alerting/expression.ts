/**
 * Grafana's server-side expressions in a rule.
 */
import { DataSourceRef } from '@grafana/schema';

const EXPRESSION: DataSourceRef = { uid: '__expr__', type: '__expr__' };

/** A query of a rule that computes with others. */
export function expression(refId: string, model: Record<string, unknown>) {
  return { refId, queryType: '', datasourceUid: EXPRESSION.uid, model: { refId, datasource: EXPRESSION, ...model } };
}

/** The condition of a threshold: above ("gt") or below ("lt") a number. */
export function beyond(type: 'gt' | 'lt', threshold: number) {
  return {
    type: 'query',
    evaluator: { type, params: [threshold] },
    operator: { type: 'and' },
    query: { params: [] },
    reducer: { type: 'last', params: [] },
  };
}
