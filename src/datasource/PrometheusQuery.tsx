/**
 * The upstream's part of the query where the upstream is a Prometheus API: PromQL and a legend.
 */
import { InlineField, Input } from '@grafana/ui';
import React from 'react';
import { CodeArea } from '../editor/CodeArea';
import { UpstreamProps } from './props';

/** PromQL as text; the step comes from the spec, so there is no interval to choose. */
export function PrometheusQuery({ query, onChange, onRunQuery }: UpstreamProps) {
  const { expr, legendFormat } = query.upstream.query;
  const save = (part: Record<string, unknown>) => {
    onChange({ ...query, upstream: { query: { ...query.upstream.query, ...part } } });
    onRunQuery();
  };
  return (
    <>
      <InlineField
        label="PromQL"
        labelWidth={16}
        grow
        tooltip="One or many series. Use rate() on counters: a baseline of a counter itself means little."
      >
        <CodeArea
          label="PromQL"
          value={String(expr ?? '')}
          placeholder="sum by (job) (rate(http_requests_total[5m]))"
          onSave={(text) => save({ expr: text })}
        />
      </InlineField>
      <InlineField label="Legend" labelWidth={16} grow tooltip="Such as {{instance}}; empty for all labels.">
        <Input
          key={String(legendFormat ?? '')}
          aria-label="Legend"
          placeholder="{{label}}"
          defaultValue={String(legendFormat ?? '')}
          onBlur={(event) =>
            event.currentTarget.value !== (legendFormat ?? '') &&
            save({ legendFormat: event.currentTarget.value || undefined })
          }
        />
      </InlineField>
    </>
  );
}
