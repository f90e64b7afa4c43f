/**
 * Grafana's form of a new alert rule, filled in from a Tidemark query: what docs/alerting.md recommends.
 */
import { urlUtil } from '@grafana/data';
import { DataSourceRef } from '@grafana/schema';
import { migrateQuery } from '../datasource/migrate';
import { Output, TidemarkQuery } from '../datasource/types';
import { aheadForm, aheadOf } from './ahead';
import { beyond, expression } from './expression';
import { SENTENCE_QUERIES, verdict } from './verdict';

/** Where a rule begins, as far as the form can link back to it. */
export interface RuleOrigin {
  /** Of the panel. */
  title?: string;
  /** None while the dashboard has not been saved. */
  dashboardUid?: string;
  panelId?: number;
  /** Whether a forecast comes to its threshold from below, as far as the last answer is at hand. */
  rising?: boolean;
  /** Path and search of the page to go back to, without Grafana's own sub-path. */
  returnTo?: string;
}

/** A query of Tidemark does not depend on these; Grafana's own defaults for rules, 1 s and 43,200, would mislead. */
const READ_EVERY = { intervalMs: 60_000, maxDataPoints: 1440 };

/** Ten minutes, as Grafana's own form has it; the newest complete slot is judged even where it is older. */
const RANGE = { from: 600, to: 0 };

/**
 * The address of the filled-in form. Grafana calls the shape RuleFormValues; it is what its own panel menu sends.
 *
 * @param query - of any version, with its variables filled in, since a rule has none
 * @param source - the Tidemark data source
 * @param origin - for the rule's name, its link to the panel, and the way back
 * @returns a path with a search, for Grafana's router
 */
export function ruleUrl(query: TidemarkQuery, source: DataSourceRef, origin: RuleOrigin): string {
  const form = ruleForm(query, source, origin);
  const ahead = aheadOf(migrateQuery(query), origin.rising);
  const defaults = JSON.stringify(ahead ? aheadForm(form, ahead, origin.title) : form);
  return urlUtil.renderUrl('/alerting/new', origin.returnTo ? { defaults, returnTo: origin.returnTo } : { defaults });
}

/** The form's fields. */
export function ruleForm(query: TidemarkQuery, source: DataSourceRef, { title, dashboardUid, panelId }: RuleOrigin) {
  const { upstream, spec, schemaVersion, output } = migrateQuery(query);
  // Outliers have no output of one number a series: their last row is compared. All else is asked as the decided score.
  const ofGroup = output === 'outliers';
  const asked = (refId: string, asks: Output) => ({
    refId,
    queryType: '',
    datasourceUid: source.uid,
    relativeTimeRange: RANGE,
    model: { refId, datasource: source, schemaVersion, upstream, spec, output: asks, ...READ_EVERY },
  });
  const queries = [
    asked('A', ofGroup ? output : 'alert'),
    ...(ofGroup ? [] : SENTENCE_QUERIES.map(({ refId, output }) => asked(refId, output))),
    ...(ofGroup ? [expression('B', { type: 'reduce', reducer: 'last', expression: 'A' })] : []),
    expression('C', { type: 'threshold', expression: ofGroup ? 'B' : 'A', conditions: [beyond('gt', 1)] }),
  ];
  return {
    type: 'grafana-alerting',
    ...(title ? { name: `${title} is not normal` } : {}),
    queries,
    condition: 'C',
    noDataState: 'NoData',
    execErrState: 'Error',
    evaluateFor: '0s', // detect.points of the spec asks for several slots already
    annotations: [
      { key: 'summary', value: 'Beyond its limit: {{ $labels }}' },
      ...(ofGroup ? [] : [{ key: 'verdict', value: verdict(upstream.query.legendFormat) }]),
      ...(dashboardUid && panelId !== undefined
        ? [
            { key: '__dashboardUid__', value: dashboardUid },
            { key: '__panelId__', value: String(panelId) },
          ]
        : []),
    ],
  };
}
