/**
 * What dashboards, alert rules and an admin's settings store of the data source. Twin: pkg/query.
 */
import { AdHocVariableFilter, DataSourceJsonData } from '@grafana/data';
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
  | 'reason'
  | 'drift'
  | 'expected'
  | 'lower'
  | 'upper'
  | 'state'
  | 'outliers'
  | 'forecast'
  | 'evaluation'
  | 'importance'
  | 'explanation';

/** One query. */
export interface TidemarkQuery extends DataQuery {
  schemaVersion: number;
  upstream: {
    /** The pinned data source to ask; none where the upstream is a Prometheus API. */
    uid?: string;
    /** In the upstream's own words; `{ expr, legendFormat }` for a Prometheus API. */
    query: Record<string, unknown>;
    /** A dashboard's ad-hoc filters that could not be written into the query: then nothing is asked. */
    filters?: AdHocVariableFilter[];
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

/** The query of a dashboard variable. */
export interface TidemarkVariable extends DataQuery {
  /** What its values are; absent for `upstream`. */
  values?: 'upstream' | 'anomalous';
  /** For `upstream`: the pinned data source to ask, and its own variable query, which may be a text. */
  uid?: string;
  query?: unknown;
  /** The label whose values are wanted; of a Prometheus API its label names where it is empty. */
  label?: string;
  /** For a Prometheus API: only of series that this selector matches. */
  match?: string;
  /** For `anomalous`: the query whose series are judged. */
  judged?: Partial<Pick<TidemarkQuery, 'schemaVersion' | 'upstream' | 'spec'>>;
}
