/**
 * Makes the rows of a design matrix.
 * Twin: pkg/engine/features/design.go.
 */
import { Explainer } from '../clean/align';
import { floorMod } from '../num/round';
import { sinCos } from '../num/sinCos';
import { DAY_MS } from '../zone/zone';
import { Calendar, WEEK_MS } from './calendar';
import { Matrix, matrixOf } from './matrix';
import { Recipe, RecipeInput } from './recipe';
import { Room } from './room';
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

/** Lists the columns of a recipe in the order of `design`. */
export function columnsOf(recipe: Recipe): Column[] {
  return [
    { name: 'level', part: 'level' },
    ...pairNames('day', recipe.day, 'season'),
    ...pairNames('week', recipe.week, 'season'),
    ...pairNames('year', recipe.year, 'season'),
    ...(recipe.weekend >= 0 ? [{ name: 'weekend', part: 'calendar' } as const] : []),
    ...pairNames('weekend day', recipe.weekend, 'calendar'),
    ...(recipe.holiday >= 0 ? [{ name: 'holiday', part: 'calendar' } as const] : []),
    ...pairNames('holiday day', recipe.holiday, 'calendar'),
    ...recipe.cycles.flatMap((cycle) => pairNames(`${cycle.periodMs} ms`, cycle.pairs, 'season')),
    ...(recipe.slope ? [{ name: 'slope', part: 'trend' } as const] : []),
    ...recipe.steps.map((at) => ({ name: `step ${at}`, part: 'trend' }) as const),
    ...recipe.regressors.flatMap(inputColumns),
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
export function inputColumns({ name, kind, labels, unused }: RecipeInput, regressor: number): Column[] {
  if (unused) {
    return [];
  }
  const names = kind === 'number' ? [name] : labels.map((label) => `${name} = ${label}`);
  return names.map((column) => ({ name: column, part: 'regressor', regressor }));
}

/**
 * Makes the rows of instants, shape [n × columns]. A row whose regressor is missing has NaN there. Nothing is modified but
 * the room, which lends memory.
 *
 * @param calendar - shape [n]
 * @param explainers - those of the recipe, in its order, each of shape [n]
 */
export function design(recipe: Recipe, calendar: Calendar, explainers: Explainer[], room = new Room()): Matrix {
  return matrixOf(room, calendar.timesMs.length, columnsOf(recipe).length, (into, at, i) =>
    fillRow(into, at, recipe, calendar, explainers, i)
  );
}

/** Writes the row of instant i to row[at], row[at + 1] …, given as zeros. */
function fillRow(
  row: Float64Array,
  at: number,
  recipe: Recipe,
  calendar: Calendar,
  explainers: Explainer[],
  i: number
): void {
  row[at++] = 1;
  at = fillPairs(row, at, recipe.day, calendar.dayMs[i], DAY_MS);
  at = fillPairs(row, at, recipe.week, calendar.weekMs[i], WEEK_MS);
  if (recipe.year > 0) {
    const { over, length } = dayOfYear(calendar.day[i]);
    at = fillPairs(row, at, recipe.year, over, length);
  }
  at = fillDays(row, at, recipe.weekend, calendar.weekend[i], calendar.dayMs[i]);
  at = fillDays(row, at, recipe.holiday, calendar.holiday[i], calendar.dayMs[i]);
  const t = calendar.timesMs[i];
  for (const cycle of recipe.cycles) {
    at = fillPairs(row, at, cycle.pairs, floorMod(t, cycle.periodMs), cycle.periodMs);
  }
  if (recipe.slope) {
    row[at++] = (t - recipe.fromMs) / recipe.spanMs - 0.5;
  }
  for (const step of recipe.steps) {
    row[at++] = t >= step ? 1 : 0;
  }
  for (let j = 0; j < recipe.regressors.length; j++) {
    at = fillInput(row, at, recipe.regressors[j], explainers[j], i);
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
export function fillInput(row: Float64Array, at: number, input: RecipeInput, explainer: Explainer, i: number): number {
  if (input.unused) {
    return at;
  }
  if (explainer.kind === 'number') {
    row[at] = explainer.numbers[i];
    return at + 1;
  }
  const label = explainer.labels[i];
  for (const known of input.labels) {
    row[at++] = label === '' ? NaN : Number(label === known);
  }
  return at;
}
