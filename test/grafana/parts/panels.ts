/** Panels of dashboards. */
import { PANEL, QUICK, TYPE } from './settings';

/** A panel of the whole width that asks a Tidemark data source for bands. */
export function bandsPanel(title: string, source: string, expr: string, more: object = {}) {
  const datasource = { type: TYPE, uid: source };
  const query = { expr, legendFormat: '{{instance}}' };
  return {
    id: 1,
    type: PANEL,
    title,
    gridPos: { x: 0, y: 0, w: 24, h: 12 },
    datasource,
    options: {},
    fieldConfig: { defaults: {}, overrides: [] },
    targets: [{ refId: 'A', datasource, schemaVersion: 1, upstream: { query }, spec: QUICK, output: 'bands' }],
    ...more,
  };
}

/** A query variable of a Tidemark data source, of several values, all of them chosen. */
export function variable(name: string, source: string, query: object, more: object = {}) {
  const current = { text: ['All'], value: ['$__all'] };
  const datasource = { type: TYPE, uid: source };
  return {
    name,
    type: 'query',
    datasource,
    query: { refId: 'V', ...query },
    multi: true,
    includeAll: true,
    refresh: 1,
    current,
    ...more,
  };
}

/** Ad-hoc filters for a data source, with one already set: a value, or one of several. */
export function filters(source: string, key: string, ...values: string[]) {
  const datasource = { type: TYPE, uid: source };
  const several = values.length > 1 ? { operator: '=|', values } : { operator: '=' };
  return { name: 'filters', type: 'adhoc', datasource, filters: [{ key, value: values[0], ...several }] };
}
