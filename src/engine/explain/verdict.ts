/**
 * Says in one sentence what a slot is.
 * Twin: pkg/engine/explain/verdict.go.
 */
import { FLAT_SCORE } from '../detect/flat';
import { round } from '../num/round';

/** What there is to say of one slot. */
export interface Finding {
  /** NaN where the value is missing. */
  score: number;
  /** Of the point alone, without the rules of leaps, ranges, lasting deviations and standstills. */
  pointScore: number;
  /** Of its leap from the two values before it. */
  onsetScore: number;
  /** Of its distance from all that the history has seen. */
  rangeScore: number;
  /** Whether the value is above what was expected. */
  above: boolean;
  excluded: boolean;
}

/** One sentence: what a slot is, and by which rule. */
export function verdict({ score, pointScore, onsetScore, rangeScore, above, excluded }: Finding): string {
  const side = above ? 'above' : 'below';
  if (excluded) {
    return 'This time is excluded from judgement.';
  }
  if (Number.isNaN(pointScore)) {
    return 'There is no value to judge.';
  }
  if (score > 1 && pointScore > 1) {
    return `The value is ${tenths(pointScore)} times as far ${side} the expected value as where alerts begin.`;
  }
  if (score > 1 && onsetScore === score) {
    return `The value leapt ${side} the two before it, ${tenths(onsetScore)} times as far as where alerts begin.`;
  }
  if (score > 1 && rangeScore === score) {
    return `The value lies ${side} all that lasted a quarter of an hour in its history, ${tenths(rangeScore)} times as far as where alerts begin.`;
  }
  if (score === FLAT_SCORE) {
    return 'The value has stood still for longer than it ever did in its history.';
  }
  if (score > 1) {
    return `The values of the last hour lie ${side} what is expected for too long to be chance.`;
  }
  if (pointScore > 1) {
    return 'The value is unusual, but the spec says that such a deviation does not count.';
  }
  return `The value is as expected: at ${tenths(pointScore)} of the distance where alerts begin.`;
}

/** Scores beyond are named so, since their digits mean nothing. */
const MOST_TENTHS = 10_000;

/** A number ≥ 0 with one decimal, written the same in both languages. */
function tenths(x: number): string {
  const n = round(Math.min(x, MOST_TENTHS) * 10);
  return `${Math.floor(n / 10)}.${n % 10}`;
}
