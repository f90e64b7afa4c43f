/**
 * What dashboards, alert rules and an admin's settings store of the data source. Twin: pkg/query.
 */
import { DataSourceJsonData } from '@grafana/data';
import { DataQuery } from '@grafana/schema';
import { SpecPart } from '../editor/presets';

/** The data source's plugin id, in plugin.json. */
export const OWN_TYPE = 'tidemark-baseline-datasource';

/** Version of the query's shape that this plugin writes. */
export const SCHEMA_VERSION = 1;

/** Which frames a query returns; outputs.ts says what each is for. */
export type Output =
  | 'bands'
  | 'alert'
  | 'value'
  | 'score'
  | 'expected'
  | 'lower'
  | 'upper'
  | 'state'
  | 'outliers'
  | 'forecast'
  | 'evaluation'
  | 'importance';

/** One query. */
export interface TidemarkQuery extends DataQuery {
  schemaVersion: number;
  upstream: {
    /** The pinned data source to ask; none where the upstream is a Prometheus API. */
    uid?: string;
    /** In the upstream's own words; `{ expr, legendFormat }` for a Prometheus API. */
    query: Record<string, unknown>;
  };
  spec: SpecPart;
  output: Output;
}

/** A data source that an admin allows this one to read. */
export interface Pinned {
  uid: string;
  type: string;
  name: string;
}

/** Where the data source reads. */
export type UpstreamKind = 'prometheus' | 'grafana';

/** An admin's settings, without secrets. */
export interface TidemarkSettings extends DataSourceJsonData {
  upstream?: UpstreamKind;
  grafanaUrl?: string;
  pinned?: Pinned[];
  limits?: Partial<Record<LimitName, number>> & { addresses?: string };
  partialData?: 'error' | 'accept';
}

/** A limit of pkg/query/limits.go that an admin may set. */
export type LimitName =
  'maxSeries' | 'maxPoints' | 'maxOutputPoints' | 'maxCost' | 'maxBodyMiB' | 'timeoutSeconds' | 'concurrency';

/** An admin's secrets; Grafana never sends them back to the browser. */
export interface TidemarkSecrets {
  /** Of a service account, for upstream grafana. */
  token?: string;
  basicAuthPassword?: string;
  tlsCACert?: string;
  tlsClientCert?: string;
  tlsClientKey?: string;
}
