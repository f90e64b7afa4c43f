/**
 * The numbers between a residual and its score. spec/detector.json says what each means, its unit, and the range over which
 * the figures hold.
 * Twin: pkg/engine/detect/constants.go.
 */
import entries from '../../../spec/detector.json';

type Constants = Readonly<Record<keyof typeof entries, number>>;

export const constants = Object.fromEntries(
  Object.entries(entries).map(([name, { value }]) => [name, value])
) as Constants;
