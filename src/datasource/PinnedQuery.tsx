/**
 * The upstream's part of the query where the upstream is another data source of this Grafana: a choice among those an
 * admin has pinned, and that data source's own query editor.
 */
import { DataSourceApi, DataSourcePluginContextProvider } from '@grafana/data';
import { DataQuery } from '@grafana/schema';
import { getDataSourceSrv } from '@grafana/runtime';
import { Alert } from '@grafana/ui';
import React from 'react';
import { PinnedChoice } from './PinnedChoice';
import { PinnedFrontEnd } from './PinnedFrontEnd';
import { UpstreamProps } from './props';

/** Chooses a pinned data source and embeds its editor. */
export function PinnedQuery(props: UpstreamProps) {
  const { datasource, query, onChange } = props;
  const { uid } = query.upstream;
  return (
    <>
      <PinnedChoice
        datasource={datasource}
        uid={uid}
        onChange={(chosen) => onChange({ ...query, upstream: { uid: chosen, query: {} } })}
      />
      {uid !== undefined && (
        <PinnedFrontEnd key={uid} uid={uid}>
          {(own) => <Embedded {...props} uid={uid} own={own} />}
        </PinnedFrontEnd>
      )}
    </>
  );
}

type EmbeddedProps = UpstreamProps & { uid: string; own: DataSourceApi };

function Embedded({ uid, own, query, onChange, onRunQuery, range, data, app }: EmbeddedProps) {
  const Editor = own.components?.QueryEditor;
  const settings = getDataSourceSrv().getInstanceSettings(uid);
  if (!Editor || !settings) {
    return (
      <Alert severity="warning" title="This data source has no query editor">
        Write its query as JSON through provisioning, or pin another data source.
      </Alert>
    );
  }
  const inner: DataQuery = { refId: query.refId, ...query.upstream.query, datasource: own.getRef() };
  const store = (next: DataQuery) => {
    const { refId, datasource, hide, key, ...rest } = next;
    onChange({ ...query, upstream: { uid, query: rest } });
  };
  return (
    <DataSourcePluginContextProvider instanceSettings={settings}>
      <Editor
        datasource={own}
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
