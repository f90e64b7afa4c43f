/**
 * The variable's query where the upstream is another data source of this Grafana: a choice among the pinned ones, and that
 * one's own editor of variables.
 */
import { DataSourceApi, DataSourcePluginContextProvider, VariableSupportType } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { Alert, InlineField, Input, Spinner } from '@grafana/ui';
import React, { ComponentType } from 'react';
import { PinnedChoice } from '../PinnedChoice';
import { useUpstream } from '../useUpstream';
import { PartProps } from './VariableEditor';

/** Chooses a pinned data source and embeds its editor. */
export function PinnedVariable(props: PartProps) {
  const { datasource, query, change } = props;
  return (
    <>
      <PinnedChoice datasource={datasource} uid={query.uid} onChange={(uid) => change({ uid, query: undefined })} />
      {query.uid !== undefined && <Embedded key={query.uid} {...props} uid={query.uid} />}
    </>
  );
}

function Embedded({ uid, ...props }: PartProps & { uid: string }) {
  const { instance, problem } = useUpstream(uid);
  const settings = getDataSourceSrv().getInstanceSettings(uid);
  if (problem) {
    return (
      <Alert severity="error" title="The data source can't be loaded">
        {problem}
      </Alert>
    );
  }
  if (!instance || !settings) {
    return <Spinner />;
  }
  return (
    <DataSourcePluginContextProvider instanceSettings={settings}>
      <Own {...props} own={instance} />
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
      <PlainText value={String(query.query ?? '')} onSave={store} />
    );
  }
  const Editor = support.editor ?? (own.components?.QueryEditor as ComponentType<object> | undefined);
  const inner = typeof query.query === 'object' ? { refId: query.refId, ...query.query } : (query.query ?? '');
  const shown = support.getType() === VariableSupportType.Custom ? inner : { refId: query.refId, ...(inner as object) };
  return Editor ? <Editor {...{ datasource: own, query: shown, onChange: store, onRunQuery, range, data }} /> : null;
}

function PlainText({ value, onSave }: { value: string; onSave(text: string): void }) {
  return (
    <InlineField label="Query" labelWidth={16} grow>
      <Input
        key={value}
        aria-label="Query"
        defaultValue={value}
        onBlur={({ currentTarget }) => currentTarget.value !== value && onSave(currentTarget.value)}
      />
    </InlineField>
  );
}
