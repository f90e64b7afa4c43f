/**
 * The section of the query editor that shows what the query would have raised, beside what its spec asks for.
 */
import { css } from '@emotion/css';
import { dateTimeFormat, GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, LoadingBar, Text, useStyles2 } from '@grafana/ui';
import React, { useId } from 'react';
import { lengthText, Past, PAST_DAYS, PastIncident, PastSeries } from './past';
import { EditorProps } from './props';
import { TidemarkQuery } from './types';
import { usePast } from './usePast';

/** More rows than these nobody reads; the output evaluation has them. */
const MAX_ROWS = 50;

/** Nothing is asked before the button is pressed: a past of weeks costs more than the query. */
export function PastAlerts({ query, ...props }: EditorProps & { query: TidemarkQuery }) {
  const styles = useStyles2(getStyles);
  const headingId = useId();
  const { loading, error, past, stale, run, cancel } = usePast({ ...props, query }, query);
  return (
    <section aria-labelledby={headingId} className={styles.section}>
      <div className={styles.head}>
        <span id={headingId}>
          <Text variant="bodySmall" weight="medium">
            Past {PAST_DAYS} days
          </Text>
        </span>
        <Button
          size="sm"
          variant="secondary"
          icon={loading ? 'times' : 'history'}
          disabled={!loading && !props.datasource.filterQuery(query)}
          onClick={loading ? cancel : run}
        >
          {loading ? 'Cancel' : 'Show past alerts'}
        </Button>
        <span role="status">
          <Text variant="bodySmall" color={stale ? 'warning' : 'secondary'}>
            {loading || !past ? '' : stale ? 'Results are out of date: the query changed' : summaryOf(past)}
          </Text>
        </span>
      </div>
      {loading && <LoadingBar width={240} ariaLabel={`Judging the past ${PAST_DAYS} days`} />}
      {error && <Alert severity="error" title={error} />}
      {past && <Answer past={past} timeZone={props.data?.request?.timezone} />}
    </section>
  );
}

function summaryOf({ series, incidents }: Past): string {
  if (series.length === 0) {
    return `No series was judged in ${PAST_DAYS} days`;
  }
  const { length } = incidents;
  return length === 0
    ? `No alerts in ${PAST_DAYS} days: to hear more often, raise the sensitivity`
    : `${length} ${length === 1 ? 'alert' : 'alerts'} in ${PAST_DAYS} days`;
}

function Answer({ past: { series, incidents, notices }, timeZone }: { past: Past; timeZone?: string }) {
  const seriesRows = series.map(({ name, perWeek, asked }: PastSeries) => [name, rateText(perWeek), asked ?? '–']);
  const incidentRows = incidents.map(({ series: name, fromMs, toMs, peak, reason }: PastIncident) => [
    dateTimeFormat(fromMs, { timeZone }),
    lengthText(toMs - fromMs),
    name,
    peak === null ? '–' : `${peak.toFixed(1)} ×`,
    reason,
  ]);
  return (
    <>
      {notices.map((text) => (
        <Text key={text} variant="bodySmall" color="secondary" element="p">
          {text}
        </Text>
      ))}
      <Table name="Alerts a week" columns={['Series', 'Alerts a week', 'Asked']} rows={seriesRows} />
      <Table name="Past alerts" columns={['Start', 'Length', 'Series', 'Peak score', 'Reason']} rows={incidentRows} />
    </>
  );
}

function rateText(perWeek: number | null): string {
  return perWeek === null ? 'not measured yet' : String(Number(perWeek.toFixed(2)));
}

function Table({ name, columns, rows }: { name: string; columns: string[]; rows: React.ReactNode[][] }) {
  const styles = useStyles2(getStyles);
  if (rows.length === 0) {
    return null;
  }
  return (
    <div className={styles.scroll} role="region" aria-label={name} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, i) => (
                <td key={columns[i]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MAX_ROWS && (
        <Text variant="bodySmall" color="secondary">
          {MAX_ROWS} of {rows.length} are shown; the output Evaluation has all
        </Text>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ margin: theme.spacing(1, 0) }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  scroll: css({ maxHeight: 220, overflow: 'auto', margin: theme.spacing(1, 0) }),
  table: css({
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    'th, td': { padding: theme.spacing(0.25, 2, 0.25, 0), textAlign: 'left', overflowWrap: 'anywhere' },
    th: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightMedium, whiteSpace: 'nowrap' },
  }),
});
