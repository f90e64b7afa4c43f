/** @jest-environment node */
import { Reason } from '../detect/score';
import { verdict } from './verdict';

const inside = { score: 0.25, reason: 0, above: false, excluded: false };

describe('verdict', () => {
  test.each([
    [
      'far above',
      { score: 2.34, reason: Reason.Deviation, above: true },
      'The value lies above the expected value by 2.3 times the limit.',
    ],
    [
      'absurdly far below',
      { score: 1e12, reason: Reason.Deviation },
      'The value lies below the expected value by 10000.0 times the limit.',
    ],
    ['inside', {}, 'The value is as expected, at 0.3 of its limit.'],
    ['at the limit', { score: 1, above: true }, 'The value is as expected, at 1.0 of its limit.'],
    [
      'an hour that is unusual',
      { score: 1.5, reason: Reason.HourlyMean, above: true },
      'The last hour lies above the expected values by 1.5 times the limit of its mean.',
    ],
    [
      'a spike up',
      { score: 1.5, reason: Reason.Spike, above: true },
      'The value rose at once, by 1.5 times the limit of a spike.',
    ],
    [
      'a spike down',
      { score: 1.5, reason: Reason.Spike },
      'The value fell at once, by 1.5 times the limit of a spike.',
    ],
    ['stuck', { score: 1.5, reason: Reason.Stuck }, 'The value has not changed for 1.5 times as long as it may.'],
    ['beyond a bound', { score: 3, reason: Reason.Bounds }, 'The value lies below the bound that the spec declares.'],
    ['missing', { score: NaN }, 'There is no value to judge.'],
    [
      'missing where that is an anomaly',
      { score: 2, reason: Reason.Missing },
      'There is no value, which the spec counts as an anomaly.',
    ],
    ['excluded', { score: NaN, reason: Reason.Missing, excluded: true }, 'This time is excluded from judgement.'],
  ])('%s', (_name, finding, want) => expect(verdict({ ...inside, ...finding })).toBe(want));
});
