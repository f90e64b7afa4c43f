/**
 * A pinned data source's front end, for an editor that embeds a part of it.
 */
import { DataSourceApi } from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import { loadUpstream } from './upstreams';

/** Loads it; nothing of both while that lasts. */
export function useUpstream(uid: string): { instance?: DataSourceApi; problem?: string } {
  const [state, setState] = useState<{ instance?: DataSourceApi; problem?: string }>({});
  useEffect(() => {
    let open = true;
    loadUpstream(uid)
      .then((instance) => open && setState({ instance }))
      .catch((error) => open && setState({ problem: toDataQueryError(error).message }));
    return () => {
      open = false;
    };
  }, [uid]);
  return state;
}
