/**
 * Durations such as "5m" or "14d".
 * Twin: pkg/engine/spec/duration.go.
 */
import { Fault, short } from '../fault/fault';

/** Bounds of a duration field and the words that stand for none. */
export interface DurationRange {
  words?: string[];
  minimum: string;
  maximum: string;
}

// The length of each unit; y is 365 days, as in Prometheus.
const UNIT_MS: Record<string, number> = {
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
  d: 8.64e7,
  w: 6.048e8,
  y: 3.1536e10,
};

const DURATION = /^([0-9]{1,12})(ms|s|m|h|d|w|y)$/;

/**
 * Reads a duration: an integer and one unit of ms s m h d w y.
 *
 * @returns milliseconds
 * @throws Fault `spec/bad-duration`
 */
export function durationMs(text: string): number {
  const parts = DURATION.exec(text);
  if (parts === null) {
    throw new Fault(
      'spec/bad-duration',
      `duration ${JSON.stringify(short(text))}; want an integer and one unit of ms s m h d w y, such as "5m"`
    );
  }
  return Number(parts[1]) * UNIT_MS[parts[2]];
}

/**
 * Accepts the words of the range, and durations inside it.
 *
 * @throws Fault `spec/bad-duration`, `spec/out-of-range`
 */
export function checkDuration(range: DurationRange, text: string, path: string): void {
  if (range.words?.includes(text)) {
    return;
  }
  const known = DURATION.test(text);
  const ms = known ? durationMs(text) : NaN;
  if (ms >= durationMs(range.minimum) && ms <= durationMs(range.maximum)) {
    return;
  }
  throw new Fault(
    known ? 'spec/out-of-range' : 'spec/bad-duration',
    `spec: ${path} is ${JSON.stringify(short(text))}; want ${wanted(range)}`
  );
}

function wanted(range: DurationRange): string {
  const words = (range.words ?? []).map((word) => ` or ${JSON.stringify(word)}`);
  return `a duration from ${range.minimum} to ${range.maximum}${words.join('')}`;
}
