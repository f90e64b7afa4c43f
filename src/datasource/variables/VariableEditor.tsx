/**
 * The editor of a dashboard variable: what its values are, and the query for them.
 */
import { InlineField, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { SpecEditor } from '../../editor/SpecEditor';
import { PinnedQuery } from '../PinnedQuery';
import { PrometheusQuery } from '../PrometheusQuery';
import { PartProps, VariableEditorProps } from '../props';
import { TidemarkQuery, TidemarkVariable } from '../types';
import { judgedQuery } from './anomalous';
import { PinnedVariable } from './PinnedVariable';
import { Text } from './Text';

const CHOICES: Array<{ value: NonNullable<TidemarkVariable['values']>; label: string; description: string }> = [
  { value: 'upstream', label: 'From the upstream', description: 'What a variable of the upstream itself can be' },
  { value: 'anomalous', label: 'Anomalous now', description: 'A label of the series that are anomalous now' },
];

/** Chooses the kind of values, and edits their query. */
export function VariableEditor(props: VariableEditorProps) {
  const { query, datasource } = props;
  // A new variable's query is an empty text.
  const variable: TidemarkVariable = typeof query === 'object' && query !== null ? query : { refId: 'A' };
  const change = (part: Partial<TidemarkVariable>) =>
    props.onChange({ ...variable, refId: variable.refId || 'A', ...part });
  const parts = { ...props, query: variable, change };
  const Upstream = datasource.kind === 'prometheus' ? LabelsOf : PinnedVariable;
  return (
    <>
      <InlineField label="Values" labelWidth={16}>
        <RadioButtonGroup
          aria-label="Values"
          options={CHOICES}
          value={variable.values ?? 'upstream'}
          onChange={(values) => change({ values })}
        />
      </InlineField>
      {variable.values === 'anomalous' ? <Anomalous {...parts} /> : <Upstream {...parts} />}
    </>
  );
}

function LabelsOf({ query, change }: PartProps) {
  return (
    <>
      <Text
        label="Label"
        placeholder="instance"
        value={query.label}
        tooltip="Empty for the names of all labels."
        onSave={(label) => change({ label })}
      />
      <Text
        label="Of series"
        placeholder='up{job="api"}'
        value={query.match}
        tooltip="A selector, in which variables may stand; empty for all series."
        onSave={(match) => change({ match })}
      />
    </>
  );
}

function Anomalous({ query, change, ...props }: PartProps) {
  const judged = judgedQuery(query);
  const store = ({ schemaVersion, upstream, spec }: TidemarkQuery) =>
    change({ judged: { schemaVersion, upstream, spec } });
  const Query = props.datasource.kind === 'prometheus' ? PrometheusQuery : PinnedQuery;
  return (
    <>
      <Text
        label="Label"
        placeholder="instance"
        value={query.label}
        tooltip="Its values among the anomalous series, the most anomalous first."
        onSave={(label) => change({ label })}
      />
      <Query {...props} query={judged} onChange={store} />
      <SpecEditor spec={judged.spec} onChange={(spec) => store({ ...judged, spec })} />
    </>
  );
}
