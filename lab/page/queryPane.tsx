/** The query's own editor: for the Tidemark data source it is the built module's. */
import { CoreApp, type DataSourceApi, type PanelData } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { ErrorBoundaryAlert, LoadingPlaceholder } from '@grafana/ui';
import { useEffect, useState } from 'react';

interface Props {
  query: DataQuery;
  data: PanelData;
  app?: CoreApp;
  onChange: (query: DataQuery) => void;
  onRun: () => void;
}

export function QueryPane({ query, data, app = CoreApp.PanelEditor, onChange, onRun }: Props) {
  const [source, setSource] = useState<DataSourceApi>();
  const uid = query.datasource?.uid;
  useEffect(() => {
    let current = true;
    getDataSourceSrv()
      .get(uid)
      .then((found) => current && setSource(found));
    return () => {
      current = false;
    };
  }, [uid]);
  const Editor = source?.components?.QueryEditor;
  if (!source || source.uid !== uid || !Editor) {
    return <LoadingPlaceholder text="Loading the editor…" />;
  }
  return (
    <ErrorBoundaryAlert>
      <Editor
        datasource={source}
        query={query}
        queries={[query]}
        app={app}
        data={data}
        range={data.timeRange}
        onChange={onChange}
        onRunQuery={onRun}
      />
    </ErrorBoundaryAlert>
  );
}
