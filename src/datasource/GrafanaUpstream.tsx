/**
 * Settings of the upstream "this Grafana's data sources": address, token, and which of them may be read.
 */
import {
  DataSourceInstanceSettings,
  onUpdateDatasourceSecureJsonDataOption,
  updateDatasourcePluginJsonDataOption,
  updateDatasourcePluginResetOption,
} from '@grafana/data';
import { ConfigSection, convertLegacyAuthProps, TLSSettings } from '@grafana/plugin-ui';
import { getDataSourceSrv } from '@grafana/runtime';
import { Divider, Field, Input, MultiCombobox, SecretInput } from '@grafana/ui';
import React from 'react';
import { ConfigProps } from './props';
import { OWN_TYPE, Pinned } from './types';

/** Address, token and pinned data sources. */
export function GrafanaUpstream(props: ConfigProps) {
  const { options, onOptionsChange } = props;
  const { grafanaUrl, pinned = [] } = options.jsonData;
  const choices = pinnable();
  const tls = convertLegacyAuthProps({ config: options, onChange: onOptionsChange }).TLS;
  const pin = (uids: string[]) =>
    updateDatasourcePluginJsonDataOption(
      props,
      'pinned',
      uids.map((uid) => pinOf(uid, choices, pinned))
    );
  return (
    <>
      <ConfigSection title="Grafana">
        <Field
          label="Grafana URL"
          description="As this server reaches itself. Empty for the root URL of Grafana's settings, which may be unreachable behind a proxy."
        >
          <Input
            id="grafana-url"
            width={60}
            value={grafanaUrl ?? ''}
            placeholder="http://localhost:3000"
            onChange={(event) => updateDatasourcePluginJsonDataOption(props, 'grafanaUrl', event.currentTarget.value)}
          />
        </Field>
        <Field
          label="Service account token"
          description="Of a service account with the role Viewer. Empty where Grafana manages service accounts of plugins."
        >
          <SecretInput
            id="token"
            width={60}
            placeholder="glsa_…"
            isConfigured={options.secureJsonFields?.token ?? false}
            onReset={() => updateDatasourcePluginResetOption(props, 'token')}
            onChange={onUpdateDatasourceSecureJsonDataOption(props, 'token')}
          />
        </Field>
        <Field
          label="Pinned data sources"
          description="The only ones that a query can name. Everyone who may query Tidemark can read these."
        >
          <MultiCombobox
            id="pinned"
            width={60}
            options={choices.map(({ uid, name, type }) => ({ value: uid, label: name, description: type }))}
            value={pinned.map(({ uid }) => uid)}
            onChange={(selected) => pin(selected.map(({ value }) => value))}
          />
        </Field>
      </ConfigSection>
      <Divider />
      {tls && (
        <ConfigSection title="TLS" isCollapsible isInitiallyOpen={false}>
          <TLSSettings {...tls} readOnly={options.readOnly ?? false} />
        </ConfigSection>
      )}
    </>
  );
}

function pinnable(): Pinned[] {
  const all: DataSourceInstanceSettings[] = getDataSourceSrv().getList({
    filter: ({ type, meta }) => type !== OWN_TYPE && Boolean(meta.backend) && !meta.mixed,
  });
  return all.map(({ uid, type, name }) => ({ uid, type, name }));
}

// A pin of a data source that this admin can't see stays as it was saved.
function pinOf(uid: string, choices: Pinned[], saved: Pinned[]): Pinned {
  return choices.find((one) => one.uid === uid) ?? saved.find((one) => one.uid === uid) ?? { uid, type: '', name: uid };
}
