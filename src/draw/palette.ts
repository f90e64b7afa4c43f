/**
 * The colours of one series' band and of its anomalies. Nothing is told by colour alone: the expected value is dashed,
 * the limit has an outline, anomalies have a shape that says above or below, learning and excluded ranges are hatched.
 */
import { colorManipulator, getFieldSeriesColor, GrafanaTheme2 } from '@grafana/data';
import { NamedSeries } from '../frames/named';

/** Colours of one series. */
export interface Tints {
  value: string;
  expected: string;
  /** Fill of the interval, between intervalLower and intervalUpper. */
  interval: string;
  /** Fill of the limit, from lower to upper; the interval lies on top. */
  limit: string;
  outline: string;
}

/** How far outside a point is. */
export type Severity = 'outside' | 'anomaly' | 'severe';

/** Colour modes that nobody chose: the panel's default, and Grafana's for a field without any. */
const UNCHOSEN: ReadonlySet<string | undefined> = new Set([undefined, 'palette-classic', 'thresholds']);

/** A score of 2 is twice as far from the expected value as the limit. */
const SEVERE_SCORE = 2;

/**
 * The series' own colour: what the field config says. A lone series that was left at Grafana's classic palette is blue,
 * since green with red marks on it is what one man in twelve can't tell apart.
 *
 * @param source - whose field's config counts; not modified
 * @param index - of the series in the panel
 * @param alone - whether the panel has no other series
 * @param theme - of Grafana
 */
export function seriesColor(source: NamedSeries, index: number, alone: boolean, theme: GrafanaTheme2): string {
  const { field } = source;
  const chosen = !UNCHOSEN.has(field.config.color?.mode);
  if (alone && !chosen) {
    return theme.visualization.getColorByName(theme.isDark ? 'blue' : 'dark-blue');
  }
  const placed = {
    ...field,
    config: chosen ? field.config : { ...field.config, color: { mode: 'palette-classic' } },
    state: { ...field.state, seriesIndex: field.state?.seriesIndex ?? index },
  };
  return getFieldSeriesColor(placed, theme).color;
}

/**
 * Band colours of a series; paler where many lie over each other.
 *
 * @param color - of the series
 * @param count - how many series the panel shows
 * @param theme - of Grafana
 */
export function tintsOf(color: string, count: number, theme: GrafanaTheme2): Tints {
  const strength = 1 / Math.sqrt(Math.max(1, count));
  const interval = theme.isDark ? 0.34 : 0.3;
  const limit = theme.isDark ? 0.15 : 0.13;
  return {
    value: color,
    expected: colorManipulator.alpha(
      theme.isDark ? colorManipulator.lighten(color, 0.35) : colorManipulator.darken(color, 0.25),
      0.9
    ),
    interval: colorManipulator.alpha(color, interval * strength),
    limit: colorManipulator.alpha(color, limit * strength),
    outline: colorManipulator.alpha(color, 0.55 * strength),
  };
}

/**
 * What a point outside the limit is.
 *
 * @param score - above 1
 * @param anomaly - 1 where the detector says so; a point may be outside without being an anomaly yet
 */
export function severityOf(score: number, anomaly: number): Severity {
  if (anomaly !== 1) {
    return 'outside';
  }
  return score >= SEVERE_SCORE ? 'severe' : 'anomaly';
}

/**
 * The colour of a severity.
 *
 * @param severity - of the point
 * @param theme - of Grafana
 */
export function severityColor(severity: Severity, theme: GrafanaTheme2): string {
  const names = theme.isDark
    ? { outside: 'yellow', anomaly: 'orange', severe: 'red' }
    : { outside: 'dark-yellow', anomaly: 'dark-orange', severe: 'dark-red' };
  return theme.visualization.getColorByName(names[severity]);
}
