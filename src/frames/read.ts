/**
 * What a panel or a history query received, as named series.
 * Stage: query → **frames** → clean. Reads the wide, multi and long shapes of grafana/dataplane.
 */
import { DataFrame, Field, FieldType, getFieldDisplayName, Labels } from '@grafana/data';
import { Fault } from '../engine/fault/fault';
import { Series } from '../engine/series';
import { numbersOf, timesOf } from './numbers';
import { splitLong } from './long';

/** One series of a query, still raw, with where it came from. */
export interface NamedSeries {
  /** Equal for the same series of two answers to one query, whatever their ranges; unique within one answer. */
  key: string;
  /** For people: Grafana's display name. */
  name: string;
  labels: Labels;
  refId?: string;
  /** The field whose config (unit, colour, overrides) the series is drawn with. */
  field: Field;
  frame: DataFrame;
  series: Series;
}

/**
 * Every number column of every frame, as a series.
 *
 * @param frames - wide, multi or long, in any mixture; not modified. Frames without rows give series without points.
 * @returns one entry a series, in the order of frames and fields; [] if there are no frames at all
 * @throws Fault `frames/no-time` if a frame has numbers but no time field
 * @throws Fault `frames/text-numbers` if a frame has a time field and text that looks like numbers, but no number field
 * @throws Fault `frames/no-numbers` if frames have rows, but none has a number field
 */
export function readSeries(frames: DataFrame[]): NamedSeries[] {
  const found = frames.flatMap((frame) => readFrame(frame, frames));
  if (found.length === 0 && frames.some((frame) => frame.length > 0)) {
    throw new Fault('frames/no-numbers', 'frames: the query returned no number field; want a time field and at least one number field.');
  }
  return withUniqueKeys(found);
}

function readFrame(frame: DataFrame, all: DataFrame[]): NamedSeries[] {
  const time = frame.fields.find((field) => field.type === FieldType.time);
  const numbers = frame.fields.filter((field) => field.type === FieldType.number);
  const texts = frame.fields.filter((field) => field.type === FieldType.string);
  if (numbers.length === 0) {
    refuseTextNumbers(time, texts);
    return [];
  }
  if (!time) {
    throw new Fault(
      'frames/no-time',
      `frames: "${frame.name ?? frame.refId ?? 'the query'}" has no time field; want one beside its numbers. Choose the "Time series" format, or convert a field to time.`
    );
  }
  if (texts.length > 0) {
    return splitLong(frame, time, numbers, texts);
  }
  const timesMs = timesOf(time);
  return numbers.map((field) => ({
    key: seriesKey(frame.refId, field.name, field.labels ?? {}),
    name: getFieldDisplayName(field, frame, all),
    labels: field.labels ?? {},
    refId: frame.refId,
    field,
    frame,
    series: { timesMs, values: numbersOf(field) },
  }));
}

/**
 * The key of a series: refId, field and labels, with labels in the order of their names.
 *
 * @param refId - of the query, if the frame carries one
 * @param fieldName - the frame's own name of the column
 * @param labels - not modified
 * @returns JSON text, compared as a whole
 */
export function seriesKey(refId: string | undefined, fieldName: string, labels: Labels): string {
  const sorted = Object.keys(labels).sort().map((name) => [name, labels[name]]);
  return JSON.stringify([refId ?? '', fieldName, sorted]);
}

function refuseTextNumbers(time: Field | undefined, texts: Field[]): void {
  const asText = texts.find((field) => field.values.length > 0 && Array.from(field.values).every(looksNumeric));
  if (time && asText) {
    throw new Fault(
      'frames/text-numbers',
      `frames: field "${asText.name}" is string; want a number field. Add a "Convert field type" transformation.`
    );
  }
}

function looksNumeric(value: unknown): boolean {
  return value == null || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
}

// Two frames of one answer may share name and labels; their order tells them apart.
function withUniqueKeys(all: NamedSeries[]): NamedSeries[] {
  const seen = new Map<string, number>();
  return all.map((one) => {
    const count = seen.get(one.key) ?? 0;
    seen.set(one.key, count + 1);
    return count === 0 ? one : { ...one, key: `${one.key}#${count}` };
  });
}
