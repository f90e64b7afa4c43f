/**
 * Makes the rows of a design matrix.
 * Twin: pkg/engine/features/design.go.
 */
import { Covariate } from '../clean/align';
import { floorMod } from '../num/round';
import { sinCos } from '../num/sinCos';
import { DAY_MS } from '../zone/zone';
import { Calendar, WEEK_MS } from './calendar';
import { Matrix, matrixOf } from './matrix';
import { DesignSpec, DesignSpecInput } from './designSpec';
import { Scratch } from './scratch';
import { dayOfYear } from './year';

/** The parts that an expected value splits into. */
export type Part = 'level' | 'trend' | 'season' | 'calendar' | 'regressor';

/** Names a column of a design matrix and the part that it belongs to. */
export interface Column {
  name: string;
  part: Part;
  /** Of a regressor, which one. */
  regressor?: number;
}

/** Lists the columns of a design specification in the order of `design`. */
export function columnsOf(designSpec: DesignSpec): Column[] {
  return [
    { name: 'level', part: 'level' },
    ...pairNames('day', designSpec.day, 'season'),
    ...pairNames('week', designSpec.week, 'season'),
    ...pairNames('year', designSpec.year, 'season'),
    ...(designSpec.weekend >= 0 ? [{ name: 'weekend', part: 'calendar' } as const] : []),
    ...pairNames('weekend day', designSpec.weekend, 'calendar'),
    ...(designSpec.holiday >= 0 ? [{ name: 'holiday', part: 'calendar' } as const] : []),
    ...pairNames('holiday day', designSpec.holiday, 'calendar'),
    ...designSpec.cycles.flatMap((cycle) => pairNames(`${cycle.periodMs} ms`, cycle.pairs, 'season')),
    ...(designSpec.slope ? [{ name: 'slope', part: 'trend' } as const] : []),
    ...designSpec.steps.map((at) => ({ name: `step ${at}`, part: 'trend' }) as const),
    ...designSpec.regressors.flatMap(inputColumns),
  ];
}

function pairNames(name: string, pairs: number, part: Part): Column[] {
  const columns: Column[] = [];
  for (let k = 1; k <= pairs; k++) {
    columns.push({ name: `${name} sin ${k}`, part }, { name: `${name} cos ${k}`, part });
  }
  return columns;
}

/** The columns of a regressor. */
export function inputColumns({ name, kind, labels, unused }: DesignSpecInput, regressor: number): Column[] {
  if (unused) {
    return [];
  }
  const names = kind === 'number' ? [name] : labels.map((label) => `${name} = ${label}`);
  return names.map((column) => ({ name: column, part: 'regressor', regressor }));
}

/**
 * Makes the rows of instants, shape [n × columns]. A row whose regressor is missing has NaN there. Nothing is modified but
 * the scratch, which lends memory.
 *
 * @param calendar - shape [n]
 * @param covariates - those of the design specification, in its order, each of shape [n]
 */
export function design(
  designSpec: DesignSpec,
  calendar: Calendar,
  covariates: Covariate[],
  scratch = new Scratch()
): Matrix {
  return matrixOf(scratch, calendar.timesMs.length, columnsOf(designSpec).length, (into, at, i) =>
    fillRow(into, at, designSpec, calendar, covariates, i)
  );
}

/** Writes the row of instant i to row[at], row[at + 1] …, given as zeros. */
function fillRow(
  row: Float64Array,
  at: number,
  designSpec: DesignSpec,
  calendar: Calendar,
  covariates: Covariate[],
  i: number
): void {
  row[at++] = 1;
  at = fillPairs(row, at, designSpec.day, calendar.dayMs[i], DAY_MS);
  at = fillPairs(row, at, designSpec.week, calendar.weekMs[i], WEEK_MS);
  if (designSpec.year > 0) {
    const { over, length } = dayOfYear(calendar.day[i]);
    at = fillPairs(row, at, designSpec.year, over, length);
  }
  at = fillDays(row, at, designSpec.weekend, calendar.weekend[i], calendar.dayMs[i]);
  at = fillDays(row, at, designSpec.holiday, calendar.holiday[i], calendar.dayMs[i]);
  const t = calendar.timesMs[i];
  for (const cycle of designSpec.cycles) {
    at = fillPairs(row, at, cycle.pairs, floorMod(t, cycle.periodMs), cycle.periodMs);
  }
  if (designSpec.slope) {
    row[at++] = (t - designSpec.fromMs) / designSpec.spanMs - 0.5;
  }
  for (const step of designSpec.steps) {
    row[at++] = t >= step ? 1 : 0;
  }
  for (let j = 0; j < designSpec.regressors.length; j++) {
    at = fillInput(row, at, designSpec.regressors[j], covariates[j], i);
  }
}

/** Writes the columns that hold on some days alone, with their shape of the day; there are none if `pairs` is −1. */
function fillDays(row: Float64Array, at: number, pairs: number, holds: number, dayMs: number): number {
  if (pairs < 0) {
    return at;
  }
  if (holds === 1) {
    row[at] = 1;
    fillPairs(row, at + 1, pairs, dayMs, DAY_MS);
  }
  return at + 1 + 2 * pairs;
}

const TWO_PI = 2 * Math.PI;

/** An angle, then its sine and cosine. */
const first = new Float64Array(2);

/**
 * Writes sin and cos of 1 … pairs times the phase, by the addition theorem: one sine and cosine a row, and an error that
 * grows by an ulp a harmonic. Returns where the next column stands.
 */
function fillPairs(row: Float64Array, at: number, pairs: number, phaseMs: number, periodMs: number): number {
  if (pairs === 0) {
    return at;
  }
  first[0] = TWO_PI * (phaseMs / periodMs);
  sinCos(first);
  const sin1 = first[0];
  const cos1 = first[1];
  let s = sin1;
  let c = cos1;
  for (let k = 0; k < pairs; k++) {
    row[at] = s;
    row[at + 1] = c;
    at += 2;
    const next = s * cos1 + c * sin1;
    c = c * cos1 - s * sin1;
    s = next;
  }
  return at;
}

/** Writes the columns of a regressor, and returns where the next column stands. */
export function fillInput(
  row: Float64Array,
  at: number,
  input: DesignSpecInput,
  covariate: Covariate,
  i: number
): number {
  if (input.unused) {
    return at;
  }
  if (covariate.kind === 'number') {
    row[at] = covariate.numbers[i];
    return at + 1;
  }
  const label = covariate.labels[i];
  for (const known of input.labels) {
    row[at++] = label === '' ? NaN : Number(label === known);
  }
  return at;
}
