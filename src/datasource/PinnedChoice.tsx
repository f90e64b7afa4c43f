/**
 * The choice among the data sources that an admin has pinned.
 */
import { Alert, Combobox, InlineField } from '@grafana/ui';
import React, { useId } from 'react';
import type { DataSource } from './DataSource';

interface Props {
  datasource: DataSource;
  uid: string | undefined;
  /** Called where another one is chosen. */
  onChange(uid: string): void;
}

/** Says whom to ask where nothing is pinned. */
export function PinnedChoice({ datasource, uid, onChange }: Props) {
  const pinned = datasource.settings.pinned ?? [];
  const sourceId = useId();
  if (pinned.length === 0) {
    return (
      <Alert severity="info" title="No data source is pinned yet">
        An admin chooses in the settings of {datasource.name} which data sources Tidemark may read.
      </Alert>
    );
  }
  return (
    <InlineField label="Data source" htmlFor={sourceId} labelWidth={16} grow>
      <Combobox
        id={sourceId}
        options={pinned.map((one) => ({ value: one.uid, label: one.name, description: one.type }))}
        value={uid ?? null}
        placeholder="Choose"
        onChange={({ value }) => value !== uid && onChange(value)}
      />
    </InlineField>
  );
}
