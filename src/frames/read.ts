/**
 * What a panel or a history query received, as named series.
 * Stage: query → **frames** → clean. Reads the wide, multi and long shapes of grafana/dataplane.
 */
import { DataFrame, FieldType, getFieldDisplayName } from '@grafana/data';
import { Fault } from '../engine/fault/fault';
import { numbersOf, timesOf } from './numbers';
import { splitLong } from './long';
import { NamedSeries, seriesKey } from './named';

/**
 * Every number column of every frame, as a series. Booleans read as 0 and 1.
 *
 * @param frames - wide, multi or long, in any mixture; not modified. A frame without fields has no series, one without
 *   rows has series without points.
 * @returns one entry a series, in the order of frames and fields
 * @throws Fault `frames/no-time-field` if a frame has no time
 * @throws Fault `frames/no-number-field` if a frame has no number; text that looks like numbers is named, not converted
 */
export function readSeries(frames: DataFrame[]): NamedSeries[] {
  return withUniqueKeys(frames.filter((frame) => frame.fields.length > 0).flatMap((frame) => readFrame(frame, frames)));
}

function readFrame(frame: DataFrame, all: DataFrame[]): NamedSeries[] {
  const time = frame.fields.find((field) => field.type === FieldType.time);
  const numbers = frame.fields.filter((field) => field.type === FieldType.number || field.type === FieldType.boolean);
  const texts = frame.fields.filter((field) => field.type === FieldType.string);
  if (!time) {
    throw new Fault(
      'frames/no-time-field',
      `frames: no field of "${frameName(frame)}" is a time (${fieldTypes(frame)}); want a time series. Choose the "Time series" format, or convert a field to time.`
    );
  }
  if (numbers.length === 0) {
    const field = texts[0] ? `field "${texts[0].name}" is string` : `"${frameName(frame)}" has ${fieldTypes(frame)}`;
    throw new Fault(
      'frames/no-number-field',
      `frames: ${field}; want a number field. Add a "Convert field type" transformation.`
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

function frameName(frame: DataFrame): string {
  return frame.name ?? frame.refId ?? '';
}

function fieldTypes(frame: DataFrame): string {
  const types = frame.fields.slice(0, 5).map((field) => `"${field.name.slice(0, 40)}" is ${field.type}`);
  return types.join(', ') + (frame.fields.length > 5 ? ', …' : '');
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
