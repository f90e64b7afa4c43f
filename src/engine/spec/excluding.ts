/**
 * Exclusions that were found elsewhere.
 * Twin: pkg/engine/spec/excluding.go.
 */
import { Range, Spec } from './spec';

/** The spec with more ranges in train.exclude, as if they had been written there; it is not modified. Twin: Spec.Excluding. */
export function excluding(spec: Spec, ranges: Range[]): Spec {
  return { ...spec, train: { ...spec.train, exclude: [...spec.train.exclude, ...ranges] } };
}
