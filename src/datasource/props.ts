/**
 * Props of the editors, as Grafana gives them.
 */
import { DataSourcePluginOptionsEditorProps, QueryEditorProps } from '@grafana/data';
import type { DataSource } from './DataSource';
import { TidemarkQuery, TidemarkSecrets, TidemarkSettings, TidemarkVariable } from './types';

/** Of the query editor. */
export type EditorProps = QueryEditorProps<DataSource, TidemarkQuery, TidemarkSettings>;

/** The props that the editor of the upstream's part of a query needs. */
export type UpstreamProps = Pick<
  EditorProps,
  'datasource' | 'query' | 'onChange' | 'onRunQuery' | 'range' | 'data' | 'app'
>;

/** Of the settings page. */
export type ConfigProps = DataSourcePluginOptionsEditorProps<TidemarkSettings, TidemarkSecrets>;

/** Of the editor of a variable. */
export type VariableEditorProps = QueryEditorProps<DataSource, TidemarkQuery, TidemarkSettings, TidemarkVariable>;

/** Of the parts of the editor of a variable. */
export type PartProps = VariableEditorProps & { change(part: Partial<TidemarkVariable>): void };
