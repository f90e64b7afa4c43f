/**
 * Arrays on the wire, so that their bits survive: base64 of little-endian float64. For Node and browsers alike.
 * Twin: cli/wire.go.
 */
import { Window } from '../src/engine/pipeline';
import { Regressor, Series } from '../src/engine/series/series';

export interface WireSeries {
  timesMs: string;
  values: string;
}

export interface WireRegressor {
  name: string;
  kind: 'number' | 'category';
  series: WireSeries;
  labels?: string[];
}

export interface WireWindow {
  fromMs: number;
  toMs: number;
  stepMs?: number;
  nowMs?: number;
}

const AT_ONCE = 8192; // arguments of one call

export function encode(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (let i = 0; i < values.length; i++) {
    view.setFloat64(8 * i, values[i], true);
  }
  const bytes = new Uint8Array(view.buffer);
  let binary = '';
  for (let from = 0; from < bytes.length; from += AT_ONCE) {
    binary += String.fromCharCode(...bytes.subarray(from, from + AT_ONCE));
  }
  return btoa(binary);
}

export function decode(text: string): Float64Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  const view = new DataView(bytes.buffer);
  const values = new Float64Array(Math.floor(bytes.length / 8));
  for (let i = 0; i < values.length; i++) {
    values[i] = view.getFloat64(8 * i, true);
  }
  return values;
}

export function seriesOf({ timesMs, values }: WireSeries): Series {
  return { timesMs: decode(timesMs), values: decode(values) };
}

export function regressorOf({ name, kind, series, labels }: WireRegressor): Regressor {
  const timesMs = decode(series.timesMs);
  return kind === 'number'
    ? { name, kind, series: { timesMs, values: decode(series.values) } }
    : { name, kind, timesMs, labels: labels ?? [] };
}

/** The job's window; without one, all of the series. */
export function windowOf(window: WireWindow | undefined, timesMs: Float64Array): Window {
  if (window) {
    return window;
  }
  if (timesMs.length === 0) {
    return { fromMs: 0, toMs: 0 };
  }
  let [fromMs, toMs] = [timesMs[0], timesMs[0]];
  for (const t of timesMs) {
    fromMs = Math.min(fromMs, t);
    toMs = Math.max(toMs, t);
  }
  return { fromMs, toMs };
}

/** A result with its arrays encoded, however deep. */
export function wireOf(result: unknown): unknown {
  if (ArrayBuffer.isView(result)) {
    return encode(result as Float64Array);
  }
  if (Array.isArray(result)) {
    return result.map(wireOf);
  }
  if (typeof result !== 'object' || result === null) {
    return result;
  }
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, wireOf(value)]));
}
