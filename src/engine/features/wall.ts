/**
 * The columns that trees ask for.
 * Twin: pkg/engine/features/wall.go.
 */
import { Explainer } from '../clean/align';
import { floorMod } from '../num/round';
import { DAY_MS } from '../zone/zone';
import { Calendar } from './calendar';
import { Column, fillInput, inputColumns } from './design';
import { Matrix, matrixOf } from './matrix';
import { Recipe } from './recipe';
import { Room } from './room';

const HOUR_MS = DAY_MS / 24;

/** Lists the columns of wallDesign. */
export function wallColumnsOf(recipe: Recipe): Column[] {
  const season = (name: string): Column => ({ name, part: 'season' });
  const calendar = (name: string): Column => ({ name, part: 'calendar' });
  return [
    ...(recipe.day > 0 ? [season('time of day'), season('time of hour')] : []),
    ...(recipe.week > 0 ? [season('day of week'), calendar('weekend'), season('time of week')] : []),
    ...(recipe.holiday >= 0 ? [calendar('holiday')] : []),
    ...recipe.cycles.map(({ periodMs }) => season(`time of ${periodMs} ms`)),
    ...recipe.regressors.flatMap(inputColumns),
  ];
}

/**
 * Makes the rows of instants as trees ask for them: the clock and the calendar as they stand on the wall, in
 * milliseconds, of the seasons that the recipe has; and regressors. Trends are left out, since no tree goes beyond what it
 * has seen. Arguments, shape and missing rule are those of `design`. Twin: Recipe.Wall.
 */
export function wallDesign(recipe: Recipe, calendar: Calendar, explainers: Explainer[]): Matrix {
  return matrixOf(new Room(), calendar.timesMs.length, wallColumnsOf(recipe).length, (into, at, i) =>
    fillWall(into, at, recipe, calendar, explainers, i)
  );
}

function fillWall(
  row: Float64Array,
  at: number,
  recipe: Recipe,
  calendar: Calendar,
  explainers: Explainer[],
  i: number
): void {
  if (recipe.day > 0) {
    row[at++] = calendar.dayMs[i];
    row[at++] = calendar.dayMs[i] % HOUR_MS;
  }
  if (recipe.week > 0) {
    row[at++] = Math.floor(calendar.weekMs[i] / DAY_MS);
    row[at++] = calendar.weekend[i];
    row[at++] = calendar.weekMs[i];
  }
  if (recipe.holiday >= 0) {
    row[at++] = calendar.holiday[i];
  }
  for (const { periodMs } of recipe.cycles) {
    row[at++] = floorMod(calendar.timesMs[i], periodMs);
  }
  for (let j = 0; j < recipe.regressors.length; j++) {
    at = fillInput(row, at, recipe.regressors[j], explainers[j], i);
  }
}
