/** Queries of rules. */
import { QUICK, TYPE } from './settings';

const RANGE = { from: 600, to: 0 };

/** A Tidemark query of a rule. */
export function asked(refId: string, source: string, expr: string, output: string) {
  const model = {
    refId,
    datasource: { type: TYPE, uid: source },
    schemaVersion: 1,
    upstream: { query: { expr } },
    spec: QUICK,
    output,
    intervalMs: 60_000,
    maxDataPoints: 1440,
  };
  return { refId, datasourceUid: source, relativeTimeRange: RANGE, queryType: '', model };
}

/** The condition of docs/alerting.md: `alert`, A, above 1. */
export function aboveOne() {
  const model = {
    refId: 'B',
    type: 'threshold',
    datasource: { type: '__expr__', uid: '__expr__' },
    expression: 'A',
    conditions: [{ evaluator: { type: 'gt', params: [1] } }],
  };
  return { refId: 'B', datasourceUid: '__expr__', relativeTimeRange: { from: 0, to: 0 }, queryType: '', model };
}
