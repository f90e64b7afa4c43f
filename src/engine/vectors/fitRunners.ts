/** Runners of stage fit. Twin: pkg/engine/vectors/fit_test.go. */
import type { Covariate } from '../clean/align';
import type { DesignSpec } from '../features/designSpec';
import { type Solution, solveGram } from '../fit/cholesky';
import { selectFeatures } from '../fit/selectFeatures';
import { type Gram, gramOf, subtractGram } from '../fit/gram';
import { leastSquares } from '../fit/leastSquares';
import { calendarOfCase } from './featuresRunners';
import type { Inputs, Result, Runner } from './runner';

export const fitRunners: Record<string, Runner> = {
  'fit/leastSquares': {
    inputs: ['x', 'y', 'degree', 'intercept', 'weights?', 'centre?', 'half?'],
    run: (i) => {
      const weights = i.has('weights') ? i.numbers('weights') : undefined;
      const fit = leastSquares(design(i), i.numbers('y'), { weights, intercept: i.raw('intercept') === true });
      const { standardErrors, residualSd, rSquared } = fit;
      return { ...solutionParts(fit), standardErrors, residualSd, rSquared };
    },
  },
  'fit/solveGram': {
    inputs: ['x', 'y', 'degree', 'intercept', 'weights?', 'ridge?'],
    run: (i) => solutionParts(solveGram(gramOfCase(i), i.has('ridge') ? i.numbers('ridge') : null)),
  },
  'fit/gram': {
    inputs: ['x', 'y', 'degree', 'intercept', 'weights?', 'without?'],
    run: (i) => {
      const { rows, weight, xtx, xty, yty } = gramOfCase(i);
      return { rows, weight, xtx, xty, yty };
    },
  },
  'fit/selectFeatures': {
    inputs: ['times', 'values', 'designSpec', 'inputs', 'ridge', 'stepMs'],
    run: (i) => {
      const designSpec = i.raw('designSpec') as DesignSpec;
      const covariates = i.rows('inputs').map((numbers, k): Covariate => {
        return { name: designSpec.regressors[k].name, kind: 'number', numbers };
      });
      const sample = {
        stepMs: i.number('stepMs'),
        calendar: calendarOfCase(i),
        values: i.numbers('values'),
        covariates,
      };
      const { eliminations } = selectFeatures(sample, designSpec, {
        ridge: i.number('ridge'),
        robust: false,
        search: false,
      });
      return eliminations.map((choice) => ({ ...choice }));
    },
  },
};

/** The Gram of all rows of a case, less the range of rows `without`. */
function gramOfCase(i: Inputs): Gram {
  const x = design(i);
  const y = i.numbers('y');
  const weights = i.has('weights') ? i.numbers('weights') : null;
  const g = gramOf(x, y, weights, 0, y.length);
  if (i.has('without')) {
    const [from, to] = i.numbers('without');
    subtractGram(g, gramOf(x, y, weights, from, to));
  }
  return g;
}

/**
 * A case's columns one after another: a constant if `intercept`, then the powers 1 to
 * `degree` of each x, which is first mapped to (x − centre)/half.
 */
function design(i: Inputs): Float64Array {
  const rows = i.rows('x');
  const centre = i.has('half') ? i.number('centre') : 0;
  const half = i.has('half') ? i.number('half') : 1;
  const columns: number[][] = i.raw('intercept') === true ? [rows.map(() => 1)] : [];
  for (let k = 0; k < rows[0].length; k++) {
    const base = rows.map((row) => (row[k] - centre) / half);
    let power = base;
    for (let d = 1; d <= i.number('degree'); d++) {
      columns.push(power);
      power = power.map((v, r) => v * base[r]);
    }
  }
  return Float64Array.from(columns.flat());
}

function solutionParts({ coefficients, rank, dropped, minPivot }: Solution): Record<string, Result> {
  return { coefficients, rank, dropped, minPivot };
}
