/** The lab's upstream data sources with the editors that Tidemark's query editor embeds. */
import {
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourcePluginMeta,
  PluginType,
  type QueryEditorProps,
} from '@grafana/data';
import { DataSourceWithBackend } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { InlineField, Input } from '@grafana/ui';
import { type FocusEvent, type KeyboardEvent } from 'react';
import { loadModule } from './amd';
import { register } from './services';

export interface PromQuery extends DataQuery {
  expr: string;
  legendFormat?: string;
  range?: boolean;
  instant?: boolean;
}

export interface RowQuery extends DataQuery {
  set: string;
  /** Leaves the regressors' columns out: the panel would take them for series of their own. */
  valueOnly?: boolean;
}

class PrometheusSource extends DataSourceWithBackend<PromQuery> {
  components = { QueryEditor: PromEditor };
  filterQuery = (query: PromQuery) => Boolean(query.expr);
  getDefaultQuery = () => ({ expr: '', range: true });
}

class RowSource extends DataSourceWithBackend<RowQuery> {
  components = { QueryEditor: RowEditor };
  filterQuery = (query: RowQuery) => Boolean(query.set);
}

function PromEditor({ query, onChange, onRunQuery }: QueryEditorProps<DataSourceApi<PromQuery>, PromQuery>) {
  return (
    <TextQuery
      label="PromQL"
      value={query.expr ?? ''}
      onCommit={(expr) => {
        onChange({ ...query, expr, range: true });
        onRunQuery();
      }}
    />
  );
}

function RowEditor({ query, onChange, onRunQuery }: QueryEditorProps<DataSourceApi<RowQuery>, RowQuery>) {
  return (
    <TextQuery
      label="Rows of"
      value={query.set ?? ''}
      onCommit={(set) => {
        onChange({ ...query, set });
        onRunQuery();
      }}
    />
  );
}

interface TextQueryProps {
  label: string;
  value: string;
  onCommit: (text: string) => void;
}

function TextQuery({ label, value, onCommit }: TextQueryProps) {
  const commit = (event: FocusEvent<HTMLInputElement> | KeyboardEvent<HTMLInputElement>) => {
    if (event.currentTarget.value !== value) {
      onCommit(event.currentTarget.value);
    }
  };
  return (
    <InlineField label={label} labelWidth={12} grow>
      <Input
        key={value}
        aria-label={label}
        defaultValue={value}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit(event)}
      />
    </InlineField>
  );
}

const logo = '/public/plugins/tidemark-baseline-datasource/img/logo.svg';

function settings(uid: string, type: string, name: string): DataSourceInstanceSettings {
  const info = {
    author: { name: 'Tidemark lab' },
    description: '',
    keywords: [],
    links: [],
    screenshots: [],
    logos: { small: logo, large: logo },
    updated: '',
    version: '',
  };
  const meta: DataSourcePluginMeta = { id: type, name, type: PluginType.datasource, info, module: '', baseUrl: '' };
  return { id: 0, uid, type, name, meta, readOnly: true, jsonData: {}, access: 'proxy' };
}

/** Registers the lab's own sources, then the two Tidemark ones from the built module. */
export async function installSources(): Promise<void> {
  const prometheus = settings('prometheus', 'prometheus', 'Prometheus (embedded)');
  register(new PrometheusSource(prometheus), prometheus);
  const rows = settings('rows', 'lab-rows', 'Rows of a file');
  register(new RowSource(rows), rows);
  // The plugin is typed loosely on purpose: it is the built file, known by Grafana's contract alone.
  const { plugin } = await loadModule<any>('/public/plugins/tidemark-baseline-datasource/module.js');
  for (const uid of ['tidemark', 'tidemark-grafana']) {
    const saved = await (await fetch(`/api/datasources/uid/${uid}`)).json();
    const instance = { ...settings(uid, saved.type, saved.name), ...saved };
    const source = new plugin.DataSourceClass(instance);
    source.components = plugin.components;
    register(source, instance);
  }
}
