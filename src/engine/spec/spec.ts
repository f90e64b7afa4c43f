/**
 * The one JSON object that says what is normal for a series and when to say that it is not. Its shape, defaults and
 * limits stand in spec/schema.json, which both engines interpret; see there for the meaning of each field.
 * Twin: pkg/engine/spec/spec.go.
 */

/** A complete spec: every field is valid and set. Durations are texts such as "5m", or a word such as "auto". */
export interface Spec {
  schemaVersion: number;
  grid: { step: string; aggregate: 'mean' | 'min' | 'max' | 'sum' | 'last' | 'count'; delay: string };
  train: { window: string; every: string; minPoints: 'auto' | number; exclude: Range[]; excludeTags: string[] };
  clean: { missing: 'ignore' | 'zero' | 'hold' | 'anomaly'; outliers: 'robust' | 'keep' };
  transform: 'none' | 'log1p' | 'logit' | 'auto';
  features: {
    trend: 'none' | 'linear' | 'steps';
    seasonality: 'auto' | Period[];
    timezone: string;
    holidays: { countries: string[]; ical: string };
    regressors: RegressorSpec[];
    select: 'off' | 'backward';
  };
  model: {
    kind: 'auto' | 'seasonal' | 'linear' | 'tree' | 'forest' | 'boosted' | 'neural';
    ridge: number;
    seed: number;
    tree: { maxDepth: number; minLeaf: number };
    forest: { trees: number; maxDepth: number; minLeaf: number; features: number };
    boosted: { rounds: number; leaves: number; learningRate: number; minLeaf: number; l2: number };
    neural: NeuralSpec;
  };
  band: {
    interval: number;
    limit: Limit;
    method: 'conformal' | 'cqr' | 'gaussian' | 'mad';
    scale: 'seasonal' | 'constant';
    lowerBound?: number;
    upperBound?: number;
    minWidth: Extent;
  };
  adapt: { level: string };
  detect: {
    direction: 'both' | 'above' | 'below';
    minDeviation: Extent;
    points: 'auto' | { k: number; n: number };
    recover: 'auto' | number;
  };
  outliers: { method: 'dbscan' | 'mad'; sensitivity: number };
  forecast: { horizon: string; threshold?: number };
}

/** from ≤ t < to; epoch milliseconds or RFC 3339. */
export interface Range {
  from: number | string;
  to: number | string;
}

/** One entry of a listed seasonality. */
export interface Period {
  period: string;
  harmonics: number;
}

/** Names one explaining series; `query` is the data source's. */
export interface RegressorSpec {
  name: string;
  lag: string | string[];
  query?: Record<string, unknown>;
}

/** How a network is trained. */
export interface NeuralSpec {
  hidden: number[];
  activation: 'tanh' | 'relu';
  epochs: number;
  batch: number;
  learningRate: number;
  l2: number;
  patience: number;
}

/** Where the score is 1. */
export type Limit = { alertsPerWeek: number } | { coverage: number } | { multiple: number };

/** A length in the series' unit, or a share of |expected|; the larger counts. */
export interface Extent {
  absolute: number;
  relative: number;
}
