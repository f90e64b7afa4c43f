/** @jest-environment node */
/**
 * Specs, series and windows of any bytes: nothing but faults with a code is thrown, and what is answered is sound. A few
 * bytes by default; FUZZ_SECONDS=60 goes on for so long. Twin: the fuzz targets of pkg/engine.
 */
import fc from 'fast-check';
import type { Analysis } from './analysis';
import { evaluate } from './evaluation';
import { faultCode } from './fault/fault';
import { forecastSeries } from './forecast/forecast';
import { judgeGroup } from './outliers/group';
import { importanceOf } from './explain/importance';
import { analyse, type Input, type Window } from './pipeline';
import type { Series } from './series/series';
import { parseSpec, parseSpecText } from './spec/parse';
import { decodeClassifier, decodeEnsemble } from './tree/decode';

const HOUR_MS = 3_600_000;
const MONDAY_MS = Date.UTC(2024, 0, 1);
const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
const limits = seconds > 0 ? { numRuns: 1e9, interruptAfterTimeLimit: 1000 * seconds } : { numRuns: 60, seed: 42 };

const SPECS = [
  { grid: { step: '1h' }, train: { minPoints: 8 } },
  { train: { minPoints: 8, window: '12h', every: '6h' }, outliers: { method: 'mad' }, forecast: { threshold: 7 } },
  { model: { kind: 'linear', ridge: 0 }, clean: { outliers: 'keep', missing: 'zero' }, train: { minPoints: 8 } },
  {
    grid: { aggregate: 'sum' },
    band: { limit: { multiple: 1 }, lowerBound: 0, upperBound: 1, minWidth: { relative: 100 } },
    detect: { minDeviation: { relative: 0.5 }, direction: 'above' },
  },
  {
    grid: { step: '1d' },
    features: { timezone: 'Australia/Lord_Howe' },
    band: { method: 'mad' },
    train: { minPoints: 8 },
  },
  { clean: { missing: 'anomaly' }, band: { method: 'gaussian', scale: 'constant' }, adapt: { level: 'off' } },
  {
    model: { kind: 'boosted', boosted: { rounds: 4, minLeaf: 2 } },
    band: { method: 'cqr', limit: { coverage: 0.9 } },
    features: { select: 'backward', regressors: [] },
    train: { minPoints: 8 },
  },
].map((raw) => parseSpec({ schemaVersion: 1, forecast: { horizon: '12h' }, ...raw }).spec);

const bytes = (minLength: number) => fc.uint8Array({ minLength, maxLength: 2048, size: 'max' });

/** Runs the law on the same bytes every time, or on any for FUZZ_SECONDS; says how many. */
function fuzz(name: string, minLength: number, holds: (data: Uint8Array) => void): void {
  test(
    name,
    () => {
      let runs = 0;
      fc.assert(
        fc.property(bytes(minLength), (data) => {
          runs++;
          holds(data);
        }),
        limits
      );
      expect(runs).toBeGreaterThan(0);
      if (seconds > 0) {
        process.stdout.write(`${name}: ${runs} executions\n`);
      }
    },
    60_000 + 2000 * seconds
  );
}

/** What a call gives; undefined where it refuses, which it must do with a code. */
function coded<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (faultCode(error) === 'uncoded') {
      throw error;
    }
    return undefined;
  }
}

/** Small numbers or, if shape is odd, the bits of any doubles, at stamps that now and then jump, repeat or go back. */
function seriesOf(data: Uint8Array, spacingMs: number, shape: number): Series {
  const timesMs: number[] = [];
  const values: number[] = [];
  let at = MONDAY_MS;
  if (shape % 2 === 1) {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let i = 0; i + 9 <= data.length; i += 9) {
      at += spacingMs * (view.getInt8(i + 8) >> 5);
      timesMs.push(at);
      values.push(view.getFloat64(i, true));
    }
  } else {
    data.forEach((b, i) => {
      at += b === 255 ? -6 * spacingMs : spacingMs;
      const special = { 254: NaN, 253: 1e308 }[b];
      if (b !== 255) {
        timesMs.push(at);
        values.push(special ?? b * 2 ** shape + (i % (Math.floor(shape / 8) + 1)));
      }
    });
  }
  return { timesMs: Float64Array.from(timesMs), values: Float64Array.from(values) };
}

function jobOf(data: Uint8Array): { input: Input; group: Series[]; window: Window } {
  const spacingMs = [HOUR_MS / 4, HOUR_MS / 2, HOUR_MS, 6 * HOUR_MS, 24 * HOUR_MS][data[2] % 5];
  const n = (data[5] % 8) + 1;
  const body = data.subarray(8);
  const group = Array.from({ length: n }, (_, i) => {
    const part = body.slice(Math.floor((i * body.length) / n), Math.floor(((i + 1) * body.length) / n));
    return seriesOf(part, spacingMs, (data[3] + i * data[6]) % 256);
  });
  const [series, ...others] = group;
  const drive = { ...series, timesMs: series.timesMs.map((t) => t + (data[7] - 128) * HOUR_MS) };
  const regressors = data[7] % 2 === 1 ? [{ name: 'drive', kind: 'number' as const, series: drive }] : [];
  const fromMs = MONDAY_MS + data[1] * HOUR_MS;
  const toMs = fromMs + (data[4] % 72) * HOUR_MS;
  return { input: { series, others, regressors }, group, window: { fromMs, toMs, stepMs: spacingMs } };
}

const COLUMNS = ['expected', 'lower', 'upper', 'intervalLower', 'intervalUpper', 'score'] as const;

function expectSound(a: Pick<Analysis, Exclude<(typeof COLUMNS)[number], 'score'>> & { score?: Float64Array }): void {
  const unbounded = COLUMNS.filter((c) => a[c]?.some((v) => Math.abs(v) === Infinity));
  const crossed = a.expected.findIndex(
    (v, i) =>
      !(
        Number.isNaN(v) ||
        (a.lower[i] <= a.intervalLower[i] &&
          a.intervalLower[i] <= v &&
          v <= a.intervalUpper[i] &&
          a.intervalUpper[i] <= a.upper[i])
      )
  );
  expect([unbounded, crossed]).toEqual([[], -1]);
}

describe('any bytes', () => {
  fuzz('as a spec', 0, (data) => {
    const text = new TextDecoder().decode(data);
    const read = coded(() => parseSpecText(text));
    if (read) {
      expect(parseSpecText(JSON.stringify(read.spec)).spec).toEqual(read.spec);
    }
  });

  fuzz('as a model of trees', 0, (data) => {
    const text = new TextDecoder().decode(data);
    coded(() => decodeEnsemble(text));
    coded(() => decodeClassifier(text));
  });

  fuzz('as a series', 8, (data) => {
    const { input, window } = jobOf(data);
    const spec = SPECS[data[0] % SPECS.length];
    const a = coded(() => analyse(input, spec, window));
    if (a) {
      expectSound(a);
      expect(JSON.stringify(evaluate(a, spec))).not.toMatch(/NaN|Infinity/);
    }
  });

  fuzz('as a group, a forecast and importances', 8, (data) => {
    const { input, group, window } = jobOf(data);
    const spec = SPECS[data[0] % SPECS.length];
    const g = coded(() => judgeGroup(group, spec, window));
    expect(g?.members.some(({ score }) => score.some((v) => v < 0 || v === Infinity)) ?? false).toBe(false);
    const f = coded(() => forecastSeries(input, spec, window));
    if (f) {
      expectSound(f);
    }
    coded(() => importanceOf(input, spec, window));
  });
});
