/**
 * The variable's query where the upstream is another data source of this Grafana: a choice among the pinned ones, and that
 * one's own editor of variables.
 */
import { DataSourceApi, DataSourcePluginContextProvider, VariableSupportType } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { Spinner } from '@grafana/ui';
import React, { ComponentType } from 'react';
import { PinnedChoice } from '../PinnedChoice';
import { PinnedFrontEnd } from '../PinnedFrontEnd';
import { Text } from './Text';
import { PartProps } from '../props';

/** Chooses a pinned data source and embeds its editor. */
export function PinnedVariable(props: PartProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <PinnedChoice datasource={datasource} uid={query.uid} onChange={(uid) => change({ uid, query: undefined })} />
      {query.uid !== undefined && (
        <PinnedFrontEnd key={query.uid} uid={query.uid}>
          {(own) => <Embedded {...props} own={own} />}
        </PinnedFrontEnd>
      )}
    </>
  );
}

function Embedded(props: PartProps & { own: DataSourceApi }) {
  const settings = getDataSourceSrv().getInstanceSettings(props.own.uid);
  if (!settings) {
    return <Spinner />;
  }
  return (
    <DataSourcePluginContextProvider instanceSettings={settings}>
      <Own {...props} />
    </DataSourcePluginContextProvider>
  );
}

function Own({ own, query, change, onRunQuery, range, data }: PartProps & { own: DataSourceApi }) {
  const support = own.variables as { getType(): VariableSupportType; editor?: ComponentType<object> } | undefined;
  const Legacy = own.components?.VariableQueryEditor as ComponentType<object> | undefined;
  const store = (next: unknown) => change({ query: next });
  if (!support) {
    return Legacy ? (
      <Legacy {...{ datasource: own, query: query.query ?? '', onChange: store, templateSrv: undefined }} />
    ) : (
      <Text label="Query" value={String(query.query ?? '')} onSave={store} />
    );
  }
  const Editor = support.editor ?? (own.components?.QueryEditor as ComponentType<object> | undefined);
  const inner = typeof query.query === 'object' ? { refId: query.refId, ...query.query } : (query.query ?? '');
  const shown = support.getType() === VariableSupportType.Custom ? inner : { refId: query.refId, ...(inner as object) };
  return Editor ? <Editor {...{ datasource: own, query: shown, onChange: store, onRunQuery, range, data }} /> : null;
}
