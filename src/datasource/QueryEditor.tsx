/**
 * The query editor: what to ask upstream, what is normal, and which frames to return.
 */
import { CoreApp } from '@grafana/data';
import { Button, Combobox, InlineField } from '@grafana/ui';
import React, { useId } from 'react';
import { risingOf } from '../alerting/ahead';
import { mayCreateRules, openRule } from '../alerting/open';
import { SpecEditor } from '../editor/SpecEditor';
import { migrateQuery } from './migrate';
import { OUTPUTS, outputsFor } from './outputs';
import { hasPast } from './past';
import { PastAlerts } from './PastAlerts';
import { PinnedQuery } from './PinnedQuery';
import { Preview } from './Preview';
import { PrometheusQuery } from './PrometheusQuery';
import { EditorProps } from './props';
import { TidemarkQuery } from './types';
import { UpstreamCost } from './UpstreamCost';

/** The editor in dashboards, Explore and alert rules. */
export function QueryEditor(props: EditorProps) {
  const query = migrateQuery(props.query);
  const returnsId = useId(); // a Combobox takes no aria-label: its label must point at it
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
        htmlFor={returnsId}
        labelWidth={16}
        grow
        tooltip={OUTPUTS.find(({ value }) => value === query.output)?.description ?? 'Which frames'}
      >
        <Combobox
          id={returnsId}
          options={outputsFor(props.app, query.output)}
          value={query.output}
          onChange={({ value }) => change({ output: value })}
        />
      </InlineField>
      <SpecEditor spec={query.spec} onChange={(spec) => change({ spec })} />
      {props.app === CoreApp.Explore && mayCreateRules() && (
        <Button
          size="sm"
          variant="secondary"
          icon="bell"
          disabled={!props.datasource.filterQuery(query)}
          onClick={() => {
            const rising = risingOf(props.data?.series ?? []);
            void openRule({ ...query, datasource: props.datasource.getRef() }, {}, { rising });
          }}
        >
          Create alert rule
        </Button>
      )}
      <Preview data={props.data} refId={query.refId} />
      {hasPast(query) && <PastAlerts {...props} query={query} />}
      <UpstreamCost query={query} data={props.data} range={props.range} />
    </div>
  );
}
