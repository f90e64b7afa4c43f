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
