/**
 * The plot's configuration: scales, axes, the lines and bands of each series, and what is painted by hand.
 */
import { Field, getDisplayProcessor, GrafanaTheme2 } from '@grafana/data';
import {
  AxisPlacement,
  GraphThresholdsStyleMode,
  LineInterpolation,
  ScaleDirection,
  ScaleDistribution,
  ScaleOrientation,
  TimeZone,
  VisibilityMode,
} from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import { PanelFieldConfig, Show } from '../options';
import { BandLook, layoutOf, Line, lineIndex, loneRows } from './align';
import { paintAnomalies } from './anomalies';
import { paintMarks } from './annotations';
import { cutBack } from '../../draw/extent';
import { Tints } from '../../draw/palette';
import { Scene } from './scene';
import { paintStates } from './states';

/** How one series is drawn. */
export interface Style extends BandLook {
  key: string;
  field: Field;
  /** The series' own, whatever stands back. */
  color: string;
  tints: Tints;
  visible: boolean;
}

/** All that a configuration depends on. */
export interface ConfigOptions {
  scene: Scene;
  styles: Style[];
  show: Show;
  theme: GrafanaTheme2;
  timeZone: TimeZone;
}

/**
 * Builds the configuration. It stays valid while its options are equal; values and range are read from the scene.
 *
 * @returns a builder for UPlotChart and the plugins of @grafana/ui
 */
export function plotConfig(options: ConfigOptions): UPlotConfigBuilder {
  const { scene, styles, theme, timeZone } = options;
  const builder = new UPlotConfigBuilder(timeZone);
  builder.scaleKeys = ['x', scaleKey(styles[0]?.field)];
  builder.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => [scene.range.fromMs, scene.range.toMs],
  });
  builder.addAxis({
    scaleKey: 'x',
    isTime: true,
    placement: AxisPlacement.Bottom,
    timeZone,
    theme,
    grid: { show: true },
  });
  styles.forEach((style) => addValueAxis(builder, style.field, theme));
  keepLinesInView(builder, options);
  addLines(builder, options);
  const shown = (s: number) => styles[s]?.visible ?? false;
  const keys = styles.map((style) => scaleKey(style.field));
  builder.addHook('drawClear', (u) => paintStates(u, scene, shown, theme));
  builder.addHook('draw', (u) => {
    paintMarks(u, scene.marks);
    paintAnomalies(u, scene, { shown, keys, theme });
  });
  const valueFrom = 1 + layoutOf(styles).findIndex(({ line }) => line === 'value');
  builder.setCursor({
    focus: { prox: 40 },
    // a point follows the cursor on the value alone, not on the band's lines
    points: { size: (_, index) => (index >= valueFrom ? 8 : 0), width: (_, index) => (index >= valueFrom ? 2 : 0) },
  });
  return builder;
}

/**
 * The scale a field is drawn on: fields of one unit share one.
 *
 * @param field - undefined for an empty plot
 */
function scaleKey(field: Field | undefined): string {
  return `y-${field?.config.unit ?? ''}`;
}

function addValueAxis(builder: UPlotConfigBuilder, field: Field, theme: GrafanaTheme2): void {
  const custom: PanelFieldConfig = field.config.custom ?? {};
  const key = scaleKey(field);
  const distribution = custom.scaleDistribution;
  const { min, max, decimals } = field.config;
  builder.addScale({
    scaleKey: key,
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    distribution: distribution?.type ?? ScaleDistribution.Linear,
    log: distribution?.log,
    linearThreshold: distribution?.linearThreshold,
    min,
    max,
    softMin: custom.axisSoftMin,
    softMax: custom.axisSoftMax,
    centeredZero: custom.axisCenteredZero,
    decimals,
  });
  const display = field.display ?? getDisplayProcessor({ field, theme });
  builder.addAxis({
    scaleKey: key,
    theme,
    label: custom.axisLabel,
    size: custom.axisWidth,
    placement: custom.axisPlacement ?? AxisPlacement.Auto,
    grid: { show: custom.axisGridShow },
    border: { show: custom.axisBorderShow },
    decimals,
    distr: distribution?.type,
    formatValue: (value, places) => {
      const { prefix, text, suffix } = display(value, places);
      return `${prefix ?? ''}${text}${suffix ?? ''}`;
    },
  });
  const mode = custom.thresholdsStyle?.mode ?? GraphThresholdsStyleMode.Off;
  if (mode !== GraphThresholdsStyleMode.Off && field.config.thresholds) {
    builder.addThresholds({
      config: { mode },
      thresholds: field.config.thresholds,
      scaleKey: key,
      theme,
      hardMin: min,
      hardMax: max,
    });
  }
}

type Range = (u: unknown, min: number | null, max: number | null, key: string) => [number, number];

/** Wraps each value scale's own range, which knows padding, hard and soft limits, and logarithms. */
function keepLinesInView(builder: UPlotConfigBuilder, { scene, styles }: ConfigOptions): void {
  for (const scale of builder.scales.filter(({ props }) => !props.isTime)) {
    const key = scale.props.scaleKey;
    // getConfig is declared as one scale; it returns scales by their key
    const { range } = (scale.getConfig() as unknown as Record<string, { range: Range }>)[key];
    const own = () => scene.drawn.filter((_, s) => styles[s]?.visible && scaleKey(styles[s].field) === key);
    scale.props.range = (u, min, max) => {
      const [low, high] =
        min === null || max === null
          ? [min, max]
          : cutBack(
              own().map(({ line, analysis }) => ({ value: line.values, expected: analysis.expected })),
              min,
              max
            );
      return range(u, low, high, key);
    };
  }
}

/** How one line of a series looks. */
interface LineLook {
  color: string;
  width: number;
  dash?: number[];
  shown: boolean;
}

function lineLook(line: Line, { tints, field }: Style, show: Show): LineLook {
  switch (line) {
    case 'lower':
    case 'upper':
      return { color: tints.outline, width: 0.75, dash: [2, 3], shown: show.limit };
    case 'intervalLower':
    case 'intervalUpper':
      return { color: tints.interval, width: 0, shown: show.interval };
    case 'expected':
      return { color: tints.expected, width: 1, dash: [6, 4], shown: show.expected };
    case 'value':
      return { color: tints.value, width: field.config.custom?.lineWidth ?? 1.5, shown: true };
  }
}

function addLines(builder: UPlotConfigBuilder, { styles, show, theme }: ConfigOptions): void {
  const layout = layoutOf(styles);
  for (const { line, s } of layout) {
    const style = styles[s];
    const isValue = line === 'value';
    const { color, width, dash, shown } = lineLook(line, style, show);
    const bandShape = style.stepped ? LineInterpolation.StepAfter : LineInterpolation.Linear;
    builder.addSeries({
      scaleKey: scaleKey(style.field),
      theme,
      pathBuilder: undefined,
      drawStyle: 'line' as never,
      lineInterpolation: isValue ? style.field.config.custom?.lineInterpolation : bandShape,
      lineColor: color,
      lineWidth: width,
      lineStyle: dash ? { fill: 'dash', dash } : { fill: 'solid' },
      showPoints: isValue ? VisibilityMode.Auto : VisibilityMode.Never,
      // without it a value between two gaps is nowhere: a line needs two points, and Auto draws none where they stand dense
      pointsFilter: (u, index, all) => (isValue && !all ? loneRows(u.data[index]) : null),
      pointSize: 4,
      spanNulls: false,
      pxAlign: false,
      show: style.visible && shown,
    });
  }
  styles.forEach(({ tints, band }, s) => {
    const between = (upper: Line, lower: Line, fill: string) =>
      builder.addBand({ series: [lineIndex(layout, upper, s), lineIndex(layout, lower, s)], fill });
    if (band) {
      between('upper', 'lower', tints.limit);
      between('intervalUpper', 'intervalLower', tints.interval);
    }
  });
}
