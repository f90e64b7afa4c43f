/** What provisioning/ gives the Grafana under test. */
export const TYPE = 'tidemark-baseline-datasource';

/** Prometheus as Grafana's server reaches it. */
export const PROMETHEUS_URL = process.env.PROMETHEUS_URL ?? 'http://prometheus:9090';
