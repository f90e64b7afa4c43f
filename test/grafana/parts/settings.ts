/** What the tests know of the Grafana under test. */
export const TYPE = 'tidemark-baseline-datasource';
export const PANEL = 'tidemark-baseline-panel';

/** The address of this machine at which Grafana's server reaches what the tests start: its loopback, unless told. */
export const TESTS_HOST = process.env.TESTS_HOST ?? '127.0.0.1';

/** A Prometheus that accepts remote writes, as Grafana's server reaches it; without one the tests start Debian's. */
export const PROMETHEUS_URL = process.env.PROMETHEUS_URL;

/** The shortest interval that Grafana evaluates rules at, and the slots of the rules' series: minutes become seconds. */
export const EVERY_SECONDS = 10;

/** A baseline of ten-second slots that learns from the last day: one model and one point, so that a test can tell when. */
export const QUICK = {
  grid: { step: `${EVERY_SECONDS}s` },
  train: { window: '1d' },
  model: { kind: 'linear' },
  detect: { points: { k: 1, n: 1 }, recover: 1 },
};
