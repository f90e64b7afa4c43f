/** @jest-environment node */
import { verdict } from './verdict';

const inside = { score: 0.25, pointScore: 0.25, onsetScore: 0, rangeScore: 0, above: false, excluded: false };

describe('verdict', () => {
  test.each([
    [
      'far above',
      { score: 2.34, pointScore: 2.34, above: true },
      'The value is 2.3 times as far above the expected value as where alerts begin.',
    ],
    [
      'absurdly far below',
      { score: 1e12, pointScore: 1e12 },
      'The value is 10000.0 times as far below the expected value as where alerts begin.',
    ],
    ['inside', {}, 'The value is as expected: at 0.3 of the distance where alerts begin.'],
    [
      'outside but too small to count',
      { score: 1, pointScore: 3 },
      'The value is unusual, but the spec says that such a deviation does not count.',
    ],
    [
      'a lasting deviation',
      { score: 1.5, pointScore: 0.7, above: true },
      'The values of the last hour lie above what is expected for too long to be chance.',
    ],
    [
      'a leap',
      { score: 1.5, pointScore: 0.7, onsetScore: 1.5 },
      'The value leapt below the two before it, 1.5 times as far as where alerts begin.',
    ],
    [
      'beyond all seen',
      { score: 1.5, pointScore: 0.7, onsetScore: 0.2, rangeScore: 1.5, above: true },
      'The value lies above all that lasted a quarter of an hour in its history, 1.5 times as far as where alerts begin.',
    ],
    [
      'a standstill',
      { score: 1.1, pointScore: 0.1 },
      'The value has stood still for longer than it ever did in its history.',
    ],
    ['missing', { score: NaN, pointScore: NaN }, 'There is no value to judge.'],
    ['excluded', { score: NaN, pointScore: 5, excluded: true }, 'This time is excluded from judgement.'],
  ])('%s', (_name, finding, want) => expect(verdict({ ...inside, ...finding })).toBe(want));
});
