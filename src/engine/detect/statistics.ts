/**
 * The table of the detector.
 * Twin: Statistics in pkg/engine/detect/statistic.go, beside what its entries import: modules here import in no circle.
 */
import { deviation } from './deviation';
import { hourlyMean } from './hourlyMean';
import { spike } from './spike';
import { Statistic } from './statistic';

/** The reason of an anomaly is the place of its statistic here, counted from 1. */
export const STATISTICS: readonly Statistic[] = [deviation, hourlyMean, spike];
