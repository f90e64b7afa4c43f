/**
 * Shows a part of a pinned data source's own front end, once that is loaded.
 */
import { DataSourceApi } from '@grafana/data';
import { Alert, Spinner } from '@grafana/ui';
import React, { ReactNode } from 'react';
import { useUpstream } from './useUpstream';

interface Props {
  uid: string;
  children(own: DataSourceApi): ReactNode;
}

/** Says why where it can't be loaded. */
export function PinnedFrontEnd({ uid, children }: Props) {
  const { instance, problem } = useUpstream(uid);
  if (problem) {
    return (
      <Alert severity="error" title="The data source can't be loaded">
        {problem}
      </Alert>
    );
  }
  return instance ? <>{children(instance)}</> : <Spinner />;
}
