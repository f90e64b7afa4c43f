/**
 * An analysis as a data frame, for whoever reads frames: shared crosshair, inspector, export.
 * Stage: detect → **frames** → draw. Twin: pkg/frames. `readAnalysed` is its inverse.
 */
import { createDataFrame, DataFrame, Field, FieldConfig, FieldType, Labels } from '@grafana/data';
import { Analysis } from '../engine/analysis';
import { nullable } from './numbers';
import { REASON_MAPPINGS } from './reasons';

/**
 * The number columns of an analysed frame in their order, and what of an analysis each holds. Alerting reads the first
 * number only, which is the score. coreLower and coreUpper are the interval's names of 0.1, for one version.
 */
export const ANALYSED_COLUMNS = {
  score: 'score',
  reason: 'reason',
  drift: 'drift',
  value: 'value',
  expected: 'expected',
  lower: 'lower',
  upper: 'upper',
  intervalLower: 'intervalLower',
  intervalUpper: 'intervalUpper',
  coreLower: 'intervalLower',
  coreUpper: 'intervalUpper',
  anomaly: 'anomaly',
  direction: 'direction',
} as const;

/** Name of one number column of an analysed frame. */
export type AnalysedColumn = keyof typeof ANALYSED_COLUMNS;

/** What makes a frame recognisable as Tidemark's own, under `meta.custom.tidemark`. */
export interface TidemarkMeta {
  version: 1;
  stepMs: number;
  /** As the spec asks for; absent where it asks for another limit. */
  alertsPerWeek?: number;
}

const UNITLESS: ReadonlySet<AnalysedColumn> = new Set<AnalysedColumn>([
  'score',
  'reason',
  'drift',
  'anomaly',
  'direction',
]);

const HIDDEN = { custom: { hideFrom: { legend: true, tooltip: true, viz: true } } };

/** What else the field config of a column says. */
const CONFIGS: Partial<Record<AnalysedColumn, FieldConfig>> = {
  reason: { mappings: REASON_MAPPINGS },
  coreLower: HIDDEN,
  coreUpper: HIDDEN,
};

/**
 * One series' analysis as a `timeseries-multi` frame: time, then the columns of ANALYSED_COLUMNS.
 *
 * @param name - the series' display name; each column is named "name column"
 * @param labels - of the series, the same on every column
 * @param config - of the series' own field: its unit and decimals go to the columns that have its unit
 * @param analysis - not modified; NaN becomes null
 * @returns a new frame with one row a grid point
 */
export function writeAnalysis(name: string, labels: Labels, config: FieldConfig, analysis: Analysis): DataFrame {
  const time: Partial<Field> & { name: string } = {
    name: 'time',
    type: FieldType.time,
    values: Array.from(analysis.timesMs),
    config: {},
  };
  const columns = (Object.keys(ANALYSED_COLUMNS) as AnalysedColumn[]).map((column) => ({
    name: column,
    type: FieldType.number,
    labels,
    values: nullable(analysis[ANALYSED_COLUMNS[column]]),
    config: {
      ...CONFIGS[column],
      ...(UNITLESS.has(column) ? {} : { unit: config.unit, decimals: config.decimals }),
      displayNameFromDS: `${name} ${column}`,
    },
  }));
  const tidemark: TidemarkMeta = { version: 1, stepMs: analysis.stepMs };
  return createDataFrame({
    name,
    fields: [time, ...columns],
    meta: {
      type: 'timeseries-multi' as never,
      typeVersion: [0, 1],
      custom: { tidemark },
      notices: analysis.notices.map(({ severity, text }) => ({ severity, text })),
    },
  });
}
