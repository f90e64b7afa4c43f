/**
 * The shape of a mark by its reason: colour says how bad, shape says why, side says which way.
 */
import { Reason } from '../engine/detect/score';

/** A closed polygon: x to the right, y away from the line, from 0; half as wide as high. */
export type Shape = ReadonlyArray<readonly [x: number, y: number]>;

const TRIANGLE: Shape = [
  [0, 1.7],
  [-1, 0],
  [1, 0],
];

const DIAMOND: Shape = [
  [0, 2],
  [-1, 1],
  [0, 0],
  [1, 1],
];

const CHEVRON: Shape = [
  [0, 1.8],
  [-1.1, 0.8],
  [-1.1, 0],
  [0, 1],
  [1.1, 0],
  [1.1, 0.8],
];

const SQUARE: Shape = [
  [-0.9, 0],
  [0.9, 0],
  [0.9, 1.8],
  [-0.9, 1.8],
];

const CROSS: Shape = [
  [-1, 0.4],
  [-0.4, 1],
  [-1, 1.6],
  [-0.6, 2],
  [0, 1.4],
  [0.6, 2],
  [1, 1.6],
  [0.4, 1],
  [1, 0.4],
  [0.6, 0],
  [0, 0.6],
  [-0.6, 0],
];

const BAR: Shape = [
  [-1.3, 0.2],
  [1.3, 0.2],
  [1.3, 1],
  [-1.3, 1],
];

/**
 * The shape of an anomaly's mark.
 *
 * @param reason - of an analysis; none (an anomaly that has not recovered, a group's outlier) looks like a deviation
 */
export function shapeOf(reason: number): Shape {
  switch (reason) {
    case Reason.HourlyMean:
      return DIAMOND;
    case Reason.Spike:
      return CHEVRON;
    case Reason.Bounds:
      return SQUARE;
    case Reason.Missing:
      return CROSS;
    case Reason.Stuck:
      return BAR;
    default:
      return TRIANGLE;
  }
}

/** The same as a sign in a text. */
export function signOf(reason: number, above: boolean): string {
  switch (reason) {
    case Reason.HourlyMean:
      return '◆';
    case Reason.Spike:
      return above ? '⌃' : '⌄';
    case Reason.Bounds:
      return '■';
    case Reason.Missing:
      return '✕';
    case Reason.Stuck:
      return '▬';
    default:
      return above ? '▲' : '▼';
  }
}
