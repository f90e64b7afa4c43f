/**
 * Describes the state of a slot in one sentence.
 * Twin: pkg/engine/explain/verdict.go.
 */
import { Reason } from '../detect/score';
import { round } from '../num/round';

/** What there is to say of one slot. */
export interface Finding {
  /** How many times its limit; NaN where the value is missing. */
  score: number;
  /** Of a score above 1, as in an analysis. */
  reason: number;
  /** Whether the value is above the expected value. */
  above: boolean;
  excluded: boolean;
}

/** The state of a slot and its reason, in one sentence. */
export function verdict({ score, reason, above, excluded }: Finding): string {
  const side = above ? 'above' : 'below';
  if (excluded) {
    return 'This time is excluded from judgement.';
  }
  if (reason === Reason.Missing) {
    return 'There is no value, which the spec counts as an anomaly.';
  }
  if (Number.isNaN(score)) {
    return 'There is no value to judge.';
  }
  if (score <= 1) {
    return `The value is as expected, at ${tenths(score)} of its limit.`;
  }
  switch (reason) {
    case Reason.HourlyMean:
      return `The last hour lies ${side} the expected values by ${tenths(score)} times the limit of its mean.`;
    case Reason.Spike:
      return `The value ${above ? 'rose' : 'fell'} at once, by ${tenths(score)} times the limit of a spike.`;
    case Reason.Stuck:
      return `The value has not changed for ${tenths(score)} times as long as it may.`;
    case Reason.Bounds:
      return `The value lies ${side} the bound that the spec declares.`;
    default:
      return `The value lies ${side} the expected value by ${tenths(score)} times the limit.`;
  }
}

/** Scores beyond are named so, since their digits mean nothing. */
const MAX_TENTHS = 10_000;

/** A number ≥ 0 with one decimal, written the same in both languages. */
function tenths(x: number): string {
  const n = round(Math.min(x, MAX_TENTHS) * 10);
  return `${Math.floor(n / 10)}.${n % 10}`;
}
