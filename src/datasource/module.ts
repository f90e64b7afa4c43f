/**
 * The data source: bands and scores of another data source's series, for dashboards, Explore and alerting.
 */
import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './ConfigEditor';
import { DataSource } from './DataSource';
import { QueryEditor } from './QueryEditor';
import { TidemarkQuery, TidemarkSecrets, TidemarkSettings } from './types';

export const plugin = new DataSourcePlugin<DataSource, TidemarkQuery, TidemarkSettings, TidemarkSecrets>(DataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
