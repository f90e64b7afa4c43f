/**
 * What a reason is called. Twin: pkg/frames/words.go.
 */
import { MappingType, ValueMapping } from '@grafana/data';
import { Reason } from '../engine/detect/score';

/** By the number of an analysis' `reason`. */
export const REASON_NAMES: Readonly<Record<number, string>> = {
  [Reason.None]: '–',
  [Reason.Deviation]: 'Deviation',
  [Reason.HourlyMean]: 'Hourly mean',
  [Reason.Spike]: 'Spike',
  [Reason.Bounds]: 'Out of bounds',
  [Reason.Missing]: 'Missing',
  [Reason.Stuck]: 'Stuck',
};

/** The words of a column of reasons, for whoever shows its numbers. */
export const REASON_MAPPINGS: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: Object.fromEntries(
      Object.entries(REASON_NAMES).map(([reason, text]) => [reason, { text, index: Number(reason) }])
    ),
  },
];
