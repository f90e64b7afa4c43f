/**
 * The upstream's part of the query where the upstream is another data source of this Grafana: a choice among those an
 * admin has pinned, and that data source's own query editor.
 */
import { DataSourceApi, DataSourcePluginContextProvider } from '@grafana/data';
import { DataQuery } from '@grafana/schema';
import { getDataSourceSrv } from '@grafana/runtime';
import { Alert, Combobox, InlineField, Spinner } from '@grafana/ui';
import React, { useEffect, useId, useState } from 'react';
import { EditorProps } from './QueryEditor';
import { loadUpstream } from './upstreams';

/** Chooses a pinned data source and embeds its editor. */
export function PinnedQuery(props: EditorProps) {
  const { datasource, query, onChange } = props;
  const pinned = datasource.settings.pinned ?? [];
  const { uid } = query.upstream;
  const sourceId = useId();
  if (pinned.length === 0) {
    return (
      <Alert severity="info" title="No data source is pinned yet">
        An admin chooses in the settings of {datasource.name} which data sources Tidemark may read.
      </Alert>
    );
  }
  return (
    <>
      <InlineField label="Data source" htmlFor={sourceId} labelWidth={16} grow>
        <Combobox
          id={sourceId}
          options={pinned.map((one) => ({ value: one.uid, label: one.name, description: one.type }))}
          value={uid ?? null}
          placeholder="Choose"
          onChange={({ value }) => value !== uid && onChange({ ...query, upstream: { uid: value, query: {} } })}
        />
      </InlineField>
      {uid !== undefined && <Embedded key={uid} {...props} uid={uid} />}
    </>
  );
}

function Embedded({ uid, query, onChange, onRunQuery, range, data, app }: EditorProps & { uid: string }) {
  const { instance, problem } = useUpstream(uid);
  if (problem) {
    return (
      <Alert severity="error" title="The data source can't be loaded">
        {problem}
      </Alert>
    );
  }
  if (!instance) {
    return <Spinner />;
  }
  const Editor = instance.components?.QueryEditor;
  const settings = getDataSourceSrv().getInstanceSettings(uid);
  if (!Editor || !settings) {
    return (
      <Alert severity="warning" title="This data source has no query editor">
        Write its query as JSON through provisioning, or pin another data source.
      </Alert>
    );
  }
  const inner: DataQuery = { refId: query.refId, ...query.upstream.query, datasource: instance.getRef() };
  const store = (next: DataQuery) => {
    const { refId, datasource, hide, key, ...rest } = next;
    onChange({ ...query, upstream: { uid, query: rest } });
  };
  return (
    <DataSourcePluginContextProvider instanceSettings={settings}>
      <Editor
        datasource={instance}
        query={inner}
        onChange={store}
        onRunQuery={onRunQuery}
        range={range}
        data={data}
        app={app}
      />
    </DataSourcePluginContextProvider>
  );
}

function useUpstream(uid: string): { instance?: DataSourceApi; problem?: string } {
  const [state, setState] = useState<{ instance?: DataSourceApi; problem?: string }>({});
  useEffect(() => {
    let open = true;
    loadUpstream(uid)
      .then((instance) => open && setState({ instance }))
      .catch((error) => open && setState({ problem: error instanceof Error ? error.message : String(error) }));
    return () => {
      open = false;
    };
  }, [uid]);
  return state;
}
