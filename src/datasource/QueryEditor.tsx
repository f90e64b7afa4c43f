/**
 * The query editor: what to ask upstream, what is normal, and which frames to return.
 */
import { QueryEditorProps } from '@grafana/data';
import { Combobox, InlineField } from '@grafana/ui';
import React from 'react';
import { SpecEditor } from '../editor/SpecEditor';
import { DataSource } from './DataSource';
import { migrateQuery } from './migrate';
import { PinnedQuery } from './PinnedQuery';
import { PrometheusQuery } from './PrometheusQuery';
import { Output, TidemarkQuery, TidemarkSettings } from './types';

/** Props as Grafana gives them to a query editor. */
export type EditorProps = QueryEditorProps<DataSource, TidemarkQuery, TidemarkSettings>;

const OUTPUTS: Array<{ value: Output; label: string; description: string }> = [
  { value: 'bands', label: 'Bands', description: 'Value, expected value, band and score over time, for charts' },
  { value: 'alert', label: 'Alert', description: 'One score a series, for alert rules: above 1 is outside the edge' },
  { value: 'score', label: 'Score', description: 'The newest score a series, for recording rules' },
  {
    value: 'expected',
    label: 'Expected value',
    description: 'The newest expected value a series, for recording rules',
  },
  { value: 'lower', label: 'Lower edge', description: 'The newest lower edge a series, for recording rules' },
  { value: 'upper', label: 'Upper edge', description: 'The newest upper edge a series, for recording rules' },
];

/** The editor in dashboards, Explore and alert rules. */
export function QueryEditor(props: EditorProps) {
  const query = migrateQuery(props.query);
  const change = (part: Partial<TidemarkQuery>) => {
    props.onChange({ ...query, ...part });
    props.onRunQuery();
  };
  const Upstream = props.datasource.kind === 'grafana' ? PinnedQuery : PrometheusQuery;
  return (
    <div>
      <Upstream {...props} query={query} />
      <InlineField
        label="Returns"
        labelWidth={16}
        grow
        tooltip={OUTPUTS.find(({ value }) => value === query.output)?.description ?? 'Which frames'}
      >
        <Combobox
          aria-label="Returns"
          options={OUTPUTS}
          value={query.output}
          onChange={({ value }) => change({ output: value })}
        />
      </InlineField>
      <SpecEditor spec={query.spec} onChange={(spec) => change({ spec })} />
    </div>
  );
}
