/**
 * The columns that trees ask for.
 * Twin: pkg/engine/features/treeFeatures.go.
 */
import { Covariate } from '../clean/align';
import { floorMod } from '../num/round';
import { DAY_MS } from '../zone/zone';
import { Calendar } from './calendar';
import { Column, fillInput, inputColumns } from './design';
import { Matrix, matrixOf } from './matrix';
import { DesignSpec } from './designSpec';
import { Scratch } from './scratch';

const HOUR_MS = DAY_MS / 24;

/** Lists the columns of treeFeatures. */
export function treeColumnsOf(designSpec: DesignSpec): Column[] {
  const season = (name: string): Column => ({ name, part: 'season' });
  const calendar = (name: string): Column => ({ name, part: 'calendar' });
  return [
    ...(designSpec.day > 0 ? [season('time of day'), season('time of hour')] : []),
    ...(designSpec.week > 0 ? [season('day of week'), calendar('weekend'), season('time of week')] : []),
    ...(designSpec.holiday >= 0 ? [calendar('holiday')] : []),
    ...designSpec.cycles.map(({ periodMs }) => season(`time of ${periodMs} ms`)),
    ...designSpec.regressors.flatMap(inputColumns),
  ];
}

/**
 * Makes the rows of instants as trees ask for them: the clock and the calendar as they stand on the wall, in
 * milliseconds, of the seasons that the design specification has; and regressors. Trends are left out, since a tree
 * cannot extrapolate beyond the values that it
 * has seen. Arguments, shape and missing rule are those of `design`. Twin: DesignSpec.TreeFeatures.
 */
export function treeFeatures(designSpec: DesignSpec, calendar: Calendar, covariates: Covariate[]): Matrix {
  return matrixOf(new Scratch(), calendar.timesMs.length, treeColumnsOf(designSpec).length, (into, at, i) =>
    fillTreeRow(into, at, designSpec, calendar, covariates, i)
  );
}

function fillTreeRow(
  row: Float64Array,
  at: number,
  designSpec: DesignSpec,
  calendar: Calendar,
  covariates: Covariate[],
  i: number
): void {
  if (designSpec.day > 0) {
    row[at++] = calendar.dayMs[i];
    row[at++] = calendar.dayMs[i] % HOUR_MS;
  }
  if (designSpec.week > 0) {
    row[at++] = Math.floor(calendar.weekMs[i] / DAY_MS);
    row[at++] = calendar.weekend[i];
    row[at++] = calendar.weekMs[i];
  }
  if (designSpec.holiday >= 0) {
    row[at++] = calendar.holiday[i];
  }
  for (const { periodMs } of designSpec.cycles) {
    row[at++] = floorMod(calendar.timesMs[i], periodMs);
  }
  for (let j = 0; j < designSpec.regressors.length; j++) {
    at = fillInput(row, at, designSpec.regressors[j], covariates[j], i);
  }
}
