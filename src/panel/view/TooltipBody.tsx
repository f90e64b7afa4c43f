/**
 * What the tooltip says: the point, its band, its score, and why the expected value is what it is.
 */
import { css } from '@emotion/css';
import { dateTimeFormat, formattedValueToString, getDisplayProcessor, GrafanaTheme2 } from '@grafana/data';
import { TimeZone } from '@grafana/schema';
import { SeriesIcon, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { Style } from '../draw/config';
import { seriesOfLine } from '../draw/align';
import { severityColor, severityOf } from '../../draw/palette';
import { Scene } from '../draw/scene';
import { Drawn } from '../run';
import { statusOf, verdictOf } from './describe';

/** More rows than these hide the plot. */
const MOST_ROWS = 12;

interface Props {
  timeMs: number;
  row: number | null;
  /** The uPlot series nearest to the cursor. */
  line: number | null;
  scene: Scene;
  styles: Style[];
  all: boolean;
  timeZone: TimeZone;
}

/** The tooltip of one time: one series in full, or every series in one row each. */
export function TooltipBody({ timeMs, row, line, scene, styles: series, all, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  if (row === null || !Number.isFinite(timeMs)) {
    return null;
  }
  const near = nearest(scene, series, line, row);
  const marks = scene.marks.filter(
    ({ fromMs, toMs }) => fromMs <= timeMs + halfStep(scene) && toMs >= timeMs - halfStep(scene)
  );
  return (
    <div className={styles.box}>
      <div className={styles.time}>{dateTimeFormat(timeMs, { timeZone })}</div>
      {all && scene.drawn.length > 1 && <Others scene={scene} series={series} row={row} />}
      {near !== undefined && scene.aligned.rows[near][row] >= 0 && (
        <Point drawn={scene.drawn[near]} style={series[near]} i={scene.aligned.rows[near][row]} />
      )}
      {marks.map(({ text, fromMs }) => (
        <div key={`${fromMs}${text}`} className={styles.reason}>
          {text}
        </div>
      ))}
    </div>
  );
}

function Point({ drawn: { source, analysis }, style, i }: { drawn: Drawn; style: Style; i: number }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const format = formatter(style, theme);
  const status = statusOf(analysis, i);
  const verdict = verdictOf(analysis, i, format);
  const range = (lower: Float64Array, upper: Float64Array) => `${format(lower[i])} – ${format(upper[i])}`;
  const judged = Number.isFinite(analysis.expected[i]);
  return (
    <>
      <div className={styles.name}>
        <SeriesIcon color={style.tints.value} /> {source.name}
      </div>
      <dl className={styles.grid}>
        <dt>Value</dt>
        <dd className={styles.value}>{format(analysis.value[i])}</dd>
        {judged && (
          <>
            <dt>Expected</dt>
            <dd>{format(analysis.expected[i])}</dd>
            <dt>Usual</dt>
            <dd>{range(analysis.coreLower, analysis.coreUpper)}</dd>
            <dt>Alert edge</dt>
            <dd>{range(analysis.lower, analysis.upper)}</dd>
            <dt>Score</dt>
            <dd>{Number.isFinite(analysis.score[i]) ? analysis.score[i].toFixed(2) : '–'}</dd>
          </>
        )}
      </dl>
      <div
        className={styles.status}
        style={
          status.alarming ? { color: severityColor(severityOf(analysis.score[i], analysis.anomaly[i]), theme) } : {}
        }
      >
        <span aria-hidden>{status.sign}</span> {status.text}
      </div>
      {verdict && <div className={styles.reason}>{verdict}</div>}
    </>
  );
}

function Others({ scene, series, row }: { scene: Scene; series: Style[]; row: number }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const rows = scene.drawn.flatMap(({ source, analysis }, s) => {
    const i = scene.aligned.rows[s][row];
    return series[s]?.visible && i >= 0
      ? { key: source.key, name: source.name, s, value: analysis.value[i], sign: statusOf(analysis, i).sign }
      : [];
  });
  return (
    <dl className={styles.grid}>
      {rows.slice(0, MOST_ROWS).map(({ key, name, s, value, sign }) => (
        <React.Fragment key={key}>
          <dt>
            <SeriesIcon color={series[s].tints.value} /> {name}
          </dt>
          <dd>
            {formatter(series[s], theme)(value)} {sign}
          </dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

function nearest({ drawn, aligned }: Scene, series: Style[], line: number | null, row: number): number | undefined {
  if (line !== null && line > 0) {
    return seriesOfLine(line, drawn.length);
  }
  const here = drawn.findIndex((_, s) => series[s]?.visible && aligned.rows[s][row] >= 0);
  return here >= 0 ? here : undefined;
}

function halfStep({ drawn }: Scene): number {
  return (drawn[0]?.analysis.stepMs ?? 0) / 2;
}

function formatter({ field }: Style, theme: GrafanaTheme2): (value: number) => string {
  const display = field.display ?? getDisplayProcessor({ field, theme });
  return (value) => (Number.isFinite(value) ? formattedValueToString(display(value)) : '–');
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    padding: theme.spacing(1),
    minWidth: 220,
    whiteSpace: 'normal',
    maxWidth: 400,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  time: css({ color: theme.colors.text.secondary, marginBottom: theme.spacing(0.5) }),
  name: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: theme.spacing(2),
    margin: theme.spacing(0.5, 0),
    dt: {
      fontWeight: theme.typography.fontWeightRegular,
      color: theme.colors.text.secondary,
      overflowWrap: 'anywhere',
    },
    dd: { margin: 0, textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  }),
  value: css({ fontWeight: theme.typography.fontWeightBold }),
  status: css({ fontWeight: theme.typography.fontWeightMedium }),
  reason: css({ color: theme.colors.text.secondary, marginTop: theme.spacing(0.5), overflowWrap: 'anywhere' }),
});
