/**
 * What a design is made of.
 * Twin: pkg/engine/features/groups.go.
 */
import { inputColumns, Part } from './design';
import { DesignSpec } from './designSpec';

/** Columns of a design that stand or fall together. */
export interface Group {
  part: Part;
  /** Of a regressor its own. */
  name: string;
  /** How many, in the order of design. */
  columns: number;
  /** A design specification without them. */
  drop(designSpec: DesignSpec): DesignSpec;
}

/** Lists what a design specification's columns but the level are made of, in the order of design. Twin: DesignSpec.Groups. */
export function groupsOf(designSpec: DesignSpec): Group[] {
  const { day, week, year, weekend, holiday, cycles, slope, steps, regressors } = designSpec;
  return [
    { part: 'season', name: 'day', columns: 2 * day, drop: (r) => ({ ...r, day: 0 }) },
    { part: 'season', name: 'week', columns: 2 * week, drop: (r) => ({ ...r, week: 0 }) },
    { part: 'season', name: 'year', columns: 2 * year, drop: (r) => ({ ...r, year: 0 }) },
    { part: 'calendar', name: 'weekend', columns: 2 * weekend + 1, drop: (r) => ({ ...r, weekend: -1 }) },
    { part: 'calendar', name: 'holiday', columns: 2 * holiday + 1, drop: (r) => ({ ...r, holiday: -1 }) },
    ...cycles.map(({ periodMs, pairs }): Group => ({
      part: 'season',
      name: `${periodMs} ms`,
      columns: 2 * pairs,
      drop: (r) => ({ ...r, cycles: r.cycles.filter((c) => c.periodMs !== periodMs || c.pairs !== pairs) }),
    })),
    { part: 'trend', name: 'slope', columns: slope ? 1 : 0, drop: (r) => ({ ...r, slope: false }) },
    { part: 'trend', name: 'steps', columns: steps.length, drop: (r) => ({ ...r, steps: [] }) },
    ...regressors.map((input, i): Group => ({
      part: 'regressor',
      name: input.name,
      columns: inputColumns(input, i).length,
      drop: (r) => ({ ...r, regressors: r.regressors.map((in_, k) => (k === i ? { ...in_, unused: true } : in_)) }),
    })),
  ];
}
