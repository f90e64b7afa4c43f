/** What is painted at an anomaly: a mark away from the line or on the axis, and the limit that fired. */
import { createTheme } from '@grafana/data';
import { Analysis } from '../../engine/analysis';
import { paintAnomalies } from './anomalies';
import { Plot } from './plot';
import { Scene } from './scene';

const column = (...values: number[]) => Float64Array.from(values);
const theme = createTheme();

/** A plot of 1300 × 100, a pixel a minute and a pixel a unit, that keeps its paths by the way they were painted. */
function painted(reason: number, part: Partial<Analysis> = {}) {
  const stroked: Array<{ points: number[][]; dash: number[]; color: string }> = [];
  const filled: number[][][] = [];
  let [points, dash]: [number[][], number[]] = [[], []];
  const ctx = {
    strokeStyle: '',
    beginPath: () => (points = []),
    moveTo: (x: number, y: number) => points.push([x, y]),
    lineTo: (x: number, y: number) => points.push([x, y]),
    setLineDash: (next: number[]) => (dash = next),
    stroke: () => stroked.push({ points, dash, color: ctx.strokeStyle }),
    fill: () => filled.push(points),
    ...Object.fromEntries(
      ['save', 'restore', 'rect', 'clip', 'arc', 'closePath', 'fillRect'].map((f) => [f, () => {}])
    ),
  };
  const bbox = { left: 0, top: 0, width: 1300, height: 100 };
  const valToPos = (v: number, key: string) => (key === 'x' ? v / 60_000 : 100 - v);
  const slots = 14;
  const all = (v: number) => new Float64Array(slots).fill(v);
  const last = (usual: number, v: number) => all(usual).map((x, i) => (i === slots - 1 ? v : x));
  const analysis = {
    stepMs: 300_000,
    timesMs: all(0).map((_, i) => i * 300_000),
    value: last(50, 74),
    expected: all(50),
    lower: all(40),
    upper: last(60, 66),
    score: last(0.1, 2),
    reason: last(0, reason),
    direction: last(0, 1),
    anomaly: last(0, 1),
    ...part,
  } as Analysis;
  const line = { timesMs: analysis.timesMs, values: analysis.value };
  const scene = {
    drawn: [{ source: {}, line, analysis }],
    looks: [{ band: true, stepped: false }],
  } as unknown as Scene;
  paintAnomalies({ ctx, bbox, valToPos } as unknown as Plot, scene, { shown: () => true, keys: ['y'], theme });
  return {
    mark: filled[filled.length - 1],
    limits: stroked.filter(({ color }) => color === theme.colors.text.primary),
  };
}

test('a deviation has a triangle above the value, and no limit but the band’s', () => {
  const { mark, limits } = painted(1);
  expect(mark).toHaveLength(3);
  expect(Math.max(...mark.map(([, y]) => y))).toBe(100 - 74 - 6);
  expect(limits).toEqual([]);
});

test('an hourly mean shows its hour: the mean solid, its limit dashed', () => {
  const { mark, limits } = painted(2);
  expect(mark).toHaveLength(4);
  const [mean, limit] = limits;
  expect(limits).toHaveLength(2);
  expect([mean.dash, limit.dash]).toEqual([[], [4, 3]]);
  expect(mean.points.map(([, y]) => y)).toEqual([48, 48]); // the hour lies (74 − 50) / 12 above 50
  expect(limit.points.map(([, y]) => y)).toEqual([49, 49]);
  expect(mean.points[1][0] - mean.points[0][0]).toBe(60);
});

test('a spike has an arrow from its limit to the value', () => {
  const { limits } = painted(3);
  expect(limits.map(({ points }) => points.map(([, y]) => y))).toEqual([
    [34, 34],
    [34, 26, 30, 26, 30],
  ]);
});

test('a value beyond a bound has the bound', () => {
  expect(painted(4).limits.map(({ points }) => points[0][1])).toEqual([100 - 62]); // 50 + 24 / 2
});

test('a missing value has a cross on the axis', () => {
  const value = column(...new Array(13).fill(50), NaN);
  const { mark, limits } = painted(5, { value, direction: column(...new Array(14).fill(NaN)) });
  expect(mark).toHaveLength(12);
  expect(mark.flat().every(Number.isFinite)).toBe(true);
  expect(Math.max(...mark.map(([, y]) => y))).toBe(99);
  expect(limits).toEqual([]);
});
