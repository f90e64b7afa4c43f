/**
 * An analysis as a data frame, for whoever reads frames: shared crosshair, inspector, export.
 * Stage: detect → **frames** → draw. Twin: pkg/frames. `readAnalysed` is its inverse.
 */
import { createDataFrame, DataFrame, Field, FieldConfig, FieldType, Labels } from '@grafana/data';
import { Analysis } from '../engine/analysis';
import { nullable } from './numbers';

/** The number columns of an analysed frame in their order. Alerting reads the first number only, which is the score. */
export const ANALYSED_COLUMNS = [
  'score',
  'value',
  'expected',
  'lower',
  'upper',
  'coreLower',
  'coreUpper',
  'anomaly',
  'direction',
] as const;

/** Name of one number column of an analysed frame. */
export type AnalysedColumn = (typeof ANALYSED_COLUMNS)[number];

/** What makes a frame recognisable as Tidemark's own, under `meta.custom.tidemark`. */
export interface TidemarkMeta {
  version: 1;
  stepMs: number;
}

const UNITLESS: ReadonlySet<AnalysedColumn> = new Set<AnalysedColumn>(['score', 'anomaly', 'direction']);

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
  const columns = ANALYSED_COLUMNS.map((column) => ({
    name: column,
    type: FieldType.number,
    labels,
    values: nullable(analysis[column]),
    config: {
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
