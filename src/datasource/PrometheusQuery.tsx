/**
 * The upstream's part of the query where the upstream is a Prometheus API: PromQL and a legend.
 */
import { CodeEditor, InlineField, Input } from '@grafana/ui';
import React from 'react';
import { EditorProps } from './QueryEditor';

/** PromQL as text; the step comes from the spec, so there is no interval to choose. */
export function PrometheusQuery({ query, onChange, onRunQuery }: EditorProps) {
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
        <CodeEditor
          language="promql"
          value={String(expr ?? '')}
          height={60}
          showMiniMap={false}
          showLineNumbers={false}
          monacoOptions={{ wordWrap: 'on', folding: false, scrollBeyondLastLine: false, overviewRulerLanes: 0 }}
          onBlur={(text) => text !== expr && save({ expr: text })}
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
