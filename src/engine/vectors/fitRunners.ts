/** Runners of stage fit. Twin: pkg/engine/vectors_fit_test.go. */
import type { Runner } from './runner';

export const fitRunners: Record<string, Runner> = {};
