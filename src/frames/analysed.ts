/**
 * Frames that Tidemark's data source made: the panel draws them as they are, without a second analysis.
 * Stage: detect → **frames** → draw. Twin: pkg/frames, which writes them.
 */
import { DataFrame, Field, FieldType } from '@grafana/data';
import { Fault } from '../engine/fault/fault';
import { Notice } from '../engine/notice/notice';
import { Analysis } from '../engine/analysis';
import { numbersOf, timesOf } from './numbers';
import { NamedSeries, seriesKey } from './named';
import { AnalysedColumn, TidemarkMeta } from './write';

/** What 0.1 called the columns of the interval. */
const NAMES_OF_0_1 = { intervalLower: 'coreLower', intervalUpper: 'coreUpper' } as const;

/** A series with its analysis, whoever made it. */
export interface AnalysedSeries {
  source: NamedSeries;
  analysis: Analysis;
  /** How many alerts a week the spec asks for; undefined where it asks for another limit. */
  asked?: number;
}

/**
 * Whether a frame carries Tidemark's bands.
 *
 * @param frame - any frame
 * @returns true if `meta.custom.tidemark` is there and the frame has a column of expected values
 */
export function isAnalysed(frame: DataFrame): boolean {
  return metaOf(frame) !== undefined && frame.fields.some((field) => field.name === 'expected');
}

/**
 * The analysis that a frame carries.
 *
 * @param frame - one for which `isAnalysed` is true; not modified. null reads as NaN.
 * @returns the series and its analysis. `lower99` and `upper99` are NaN throughout, since frames don't carry them; `models`
 *   is []. A frame that 0.1 wrote has no reasons and no drift: they are NaN.
 * @throws Fault `frames/newer-version` if a later Tidemark wrote the frame
 * @throws Fault `frames/missing-column` if a promised column is absent
 */
export function readAnalysed(frame: DataFrame): AnalysedSeries {
  const meta = metaOf(frame);
  if (meta?.version !== 1) {
    throw new Fault(
      'frames/newer-version',
      `frames: written as version ${meta?.version}; want 1. Update the panel to the data source's version.`
    );
  }
  const timesMs = timesOf(need(frame, (field) => field.type === FieldType.time, 'time'));
  const find = (name: AnalysedColumn) => frame.fields.find((field) => field.name === name);
  const column = (name: AnalysedColumn) => need(frame, (field) => field.name === name, name);
  const absent = new Float64Array(timesMs.length).fill(NaN);
  const interval = (name: 'intervalLower' | 'intervalUpper') => find(name) ?? column(NAMES_OF_0_1[name]);
  const optional = (name: 'reason' | 'drift') => {
    const field = find(name);
    return field ? numbersOf(field) : absent;
  };
  const numbers = {
    score: numbersOf(column('score')),
    reason: optional('reason'),
    drift: optional('drift'),
    value: numbersOf(column('value')),
    expected: numbersOf(column('expected')),
    lower: numbersOf(column('lower')),
    upper: numbersOf(column('upper')),
    intervalLower: numbersOf(interval('intervalLower')),
    intervalUpper: numbersOf(interval('intervalUpper')),
    anomaly: numbersOf(column('anomaly')),
    direction: numbersOf(column('direction')),
  };
  const field = column('value');
  const labels = field.labels ?? {};
  return {
    source: {
      key: seriesKey(frame.refId, frame.name ?? 'value', labels),
      name: seriesName(field, frame),
      labels,
      refId: frame.refId,
      field,
      frame,
      series: { timesMs, values: numbers.value },
    },
    analysis: {
      stepMs: meta.stepMs,
      timesMs,
      ...numbers,
      lower99: absent,
      upper99: absent,
      state: statesOf(numbers),
      notices: noticesOf(frame),
      models: [],
    },
    asked: meta.alertsPerWeek,
  };
}

/** States as far as the columns tell: a missing value, a missing verdict (learning), an anomaly, or normal. */
function statesOf(numbers: Pick<Analysis, 'value' | 'expected' | 'anomaly'>): Uint8Array {
  return Uint8Array.from(numbers.value, (value, i) => {
    if (Number.isNaN(value)) {
      return 4;
    }
    return Number.isNaN(numbers.expected[i]) ? 0 : numbers.anomaly[i] === 1 ? 2 : 1;
  });
}

function noticesOf(frame: DataFrame): Notice[] {
  return (frame.meta?.notices ?? []).map(({ severity, text }) => ({
    code: 'frames/notice',
    severity: severity === 'info' ? 'info' : 'warning',
    text,
  }));
}

function seriesName(field: Field, frame: DataFrame): string {
  const own = field.config.displayNameFromDS ?? frame.name ?? field.name;
  return field.config.displayName ?? own.replace(/ value$/, '');
}

function metaOf(frame: DataFrame): (Partial<TidemarkMeta> & Pick<TidemarkMeta, 'stepMs'>) | undefined {
  return frame.meta?.custom?.tidemark;
}

function need(frame: DataFrame, want: (field: Field) => boolean, name: string): Field {
  const field = frame.fields.find(want);
  if (!field) {
    throw new Fault(
      'frames/missing-column',
      `frames: "${frame.name ?? ''}" has no column ${name}; want all of Tidemark's columns. Remove the transformation that drops it.`
    );
  }
  return field;
}
