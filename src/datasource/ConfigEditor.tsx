/**
 * The settings page of the data source: where it may read, and with which credentials.
 */
import {
  AdvancedHttpSettings,
  Auth,
  ConfigSection,
  ConnectionSettings,
  convertLegacyAuthProps,
  DataSourceDescription,
} from '@grafana/plugin-ui';
import { Divider, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { GrafanaUpstream } from './GrafanaUpstream';
import { LimitSettings } from './LimitSettings';
import { ConfigProps } from './props';
import { UpstreamKind } from './types';

const KINDS: Array<{ value: UpstreamKind; label: string; description: string }> = [
  {
    value: 'prometheus',
    label: 'A Prometheus API',
    description: 'Prometheus, Mimir, Thanos, VictoriaMetrics, read directly',
  },
  {
    value: 'grafana',
    label: "This Grafana's data sources",
    description: 'Any data source with a backend, read with a service account token',
  },
];

/** The settings, in the order in which they are filled in. */
export function ConfigEditor(props: ConfigProps) {
  const { options, onOptionsChange } = props;
  const kind = options.jsonData.upstream ?? 'prometheus';
  const setKind = (upstream: UpstreamKind) =>
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, upstream } });
  return (
    <>
      <DataSourceDescription
        dataSourceName="Tidemark"
        docsLink="https://github.com/tidemark/tidemark#the-data-source"
        hasRequiredFields={false}
      />
      <Divider />
      <ConfigSection
        title="Upstream"
        description="What Tidemark reads. Whoever may query this data source reads the upstream with the rights given here."
      >
        <RadioButtonGroup aria-label="Upstream" options={KINDS} value={kind} onChange={setKind} />
      </ConfigSection>
      <Divider />
      {kind === 'prometheus' ? <PrometheusUpstream {...props} /> : <GrafanaUpstream {...props} />}
      <Divider />
      <LimitSettings {...props} />
    </>
  );
}

function PrometheusUpstream({ options, onOptionsChange }: ConfigProps) {
  return (
    <>
      <ConnectionSettings
        config={options}
        onChange={onOptionsChange}
        urlLabel="Prometheus URL"
        urlPlaceholder="http://localhost:9090"
      />
      <Divider />
      <Auth {...convertLegacyAuthProps({ config: options, onChange: onOptionsChange })} />
      <Divider />
      <ConfigSection title="Advanced settings" isCollapsible isInitiallyOpen={false}>
        <AdvancedHttpSettings config={options} onChange={onOptionsChange} />
      </ConfigSection>
    </>
  );
}
