/**
 * The return level of peaks.
 * Twin: pkg/engine/detect/level.go.
 */
import { exp } from '../num/exp';
import { log } from '../num/log';
import { round } from '../num/round';
import { constants } from './constants';

/** Keeps logarithms of peaks finite. */
const MIN_PEAK = 1e-9;

/** Bounds the extrapolation to four times the length of the window. */
const MIN_EXCEEDANCES = 0.25;

/**
 * The level that peaks exceed a given number of times in the observed weeks; 1 without peaks. The largest peaks are
 * excluded as incidents if their spacing from the tail below is too wide. Nothing is modified.
 *
 * @param peaks - shape [n], ≥ 0, largest first
 * @param days - observed
 * @see Hill (1975) for the tail index; Rényi's spacings and Talagala, Hyndman & Smith-Miles (2021) for the test; Weissman
 * (1978) for the level
 */
export function returnLevel(peaks: Float64Array, days: number, exceedances: number): number {
  const n = peaks.length;
  if (n === 0) {
    return 1;
  }
  const tail = Math.min(constants.tailPeaksPerDay * days, constants.tailShare * n);
  const k = Math.min(Math.max(round(tail), 1), n - 1);
  const logs = Float64Array.from({ length: k + 1 }, (_, i) => log(Math.max(peaks[i], MIN_PEAK)));
  const apart = incidents(logs, days / 7);
  const index = tailIndex(logs, apart);
  const ratio = Math.max((k - apart) / Math.max(exceedances, MIN_EXCEEDANCES), 1);
  return exp(logs[k] + Math.max(index, constants.minTailIndex) * log(ratio));
}

/**
 * The number of largest peaks that are excluded: the most for which the spacing from the tail below is too wide.
 *
 * @param logs - the tail's logarithms, largest first
 */
function incidents(logs: Float64Array, weeks: number): number {
  const k = logs.length - 1;
  const most = Math.floor(Math.min(constants.incidentsPerWeek * weeks, constants.incidentShare * k));
  const wide = -log(constants.spacingLevel);
  for (let m = most; m > 0; m--) {
    const spacing = logs[m - 1] - logs[m];
    if (spacing > log(constants.minSpacing) && spacing > tailIndex(logs, m) * wide) {
      return m;
    }
  }
  return 0;
}

/** Hill's estimate from the tail without its first `apart` peaks, drawn towards the prior one. */
function tailIndex(logs: Float64Array, apart: number): number {
  const k = logs.length - 1;
  let total = 0;
  for (let i = apart; i < k; i++) {
    total += logs[i] - logs[k];
  }
  const { priorTailIndex, priorTailWeight } = constants;
  return (total + priorTailWeight * priorTailIndex) / (k - apart + priorTailWeight);
}
