/** The page: a set, a range, the panel; beside it its options; below it the query and what comes of it. */
import { type FieldConfigSource, type PanelPlugin, type TimeRange } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { Alert, Stack, Tab, TabContent, TabsBar, useStyles2 } from '@grafana/ui';
import { useCallback, useEffect, useState } from 'react';
import { useMeasure } from 'react-use';
import { AlertPane } from './alertPane';
import { EvaluatePane } from './evaluatePane';
import { type LabSet, type LabSets, type Mode } from './lab';
import { defaults, OptionsPane } from './optionsPane';
import { PanelHost } from './panelHost';
import { absoluteRange, type Place, queryFor, rangeOf } from './query';
import { QueryPane } from './queryPane';
import { SpecPane } from './specPane';
import { getStyles } from './styles';
import { Toolbar } from './toolbar';
import { usePanelData } from './usePanelData';

interface Props {
  plugin: PanelPlugin;
  sets: LabSets;
  mode: Mode;
  onMode: (mode: Mode) => void;
}

const tabs = ['Query', 'Alert', 'Evaluation', 'Spec'] as const;
const timeZone = 'utc';
const firstSet = (sets: LabSet[]) => {
  const asked = new URLSearchParams(window.location.search).get('set');
  return sets.find((set) => set.id === asked) ?? sets[0];
};

export function App({ plugin, sets: initial, mode, onMode }: Props) {
  const styles = useStyles2(getStyles);
  const [sets, setSets] = useState(initial.sets);
  const [set, setSet] = useState<LabSet>(() => firstSet(initial.sets));
  const [place, setPlace] = useState<Place>(() =>
    placeFor(set, new URLSearchParams(window.location.search).get('place') === 'backend' ? 'backend' : 'panel')
  );
  const [range, setRange] = useState<TimeRange>(() => rangeOf(set));
  const [query, setQuery] = useState<DataQuery>(() => queryFor(set, place, set.querySpec));
  const [tab, setTab] = useState<(typeof tabs)[number]>('Query');
  const [options, setOptions] = useState<Record<string, unknown>>(() => withSpec(defaults(plugin).options, set.spec));
  const [fieldConfig, setFieldConfig] = useState<FieldConfigSource>(() =>
    withUnit(defaults(plugin).fieldConfig, set.unit)
  );
  const [panelRef, { width }] = useMeasure<HTMLDivElement>();
  const { data, refresh } = usePanelData(query, range, timeZone, width);
  const spec = (place === 'panel' ? options.spec : (query as { spec?: object }).spec) ?? {};

  const show = (next: LabSet) => {
    const where = placeFor(next, place);
    setPlace(where);
    setSet(next);
    setRange(rangeOf(next));
    setQuery(queryFor(next, where, next.querySpec));
    setOptions((before) => withSpec(before, next.spec));
    setFieldConfig((before) => withUnit({ ...before, overrides: [] }, next.unit));
  };
  const move = (where: Place) => {
    setPlace(where);
    setQuery(queryFor(set, where, set.querySpec));
  };
  const changeSpec = (next: object) => {
    setOptions((before) => withSpec(before, next));
    setQuery((before) => (place === 'backend' ? ({ ...before, spec: next } as DataQuery) : before));
  };
  const zoom = useCallback((fromMs: number, toMs: number) => setRange(absoluteRange(fromMs, toMs)), []);
  const dropped = (next: LabSet) => {
    setSets((before) => [next, ...before.filter((one) => !one.id.startsWith('csv-'))]);
    show(next);
  };
  useEffect(() => {
    document.title = `${set.title} · Tidemark lab`;
  }, [set]);

  return (
    <main
      className={styles.page}
      data-set={set.id}
      data-place={place}
      data-state={data.state}
      data-range={`${range.from.valueOf()}-${range.to.valueOf()}`}
    >
      <Toolbar
        {...{ sets, set, place, range, timeZone, mode, onMode }}
        onSet={show}
        onPlace={move}
        onRange={setRange}
        onRefresh={refresh}
        onDropped={dropped}
      />
      <div className={styles.columns}>
        <div className={styles.main}>
          <div ref={panelRef} className={styles.panel} data-testid="panel">
            {width > 0 && (
              <PanelHost
                {...{ plugin, data, options, fieldConfig, timeZone, width }}
                title={set.title}
                description={set.about}
                height={460}
                onOptions={setOptions}
                onFieldConfig={setFieldConfig}
                onTimeRange={zoom}
              />
            )}
          </div>
          {data.errors?.map((error, i) => (
            <Alert key={i} severity="error" title="The query failed">
              {error.message}
            </Alert>
          ))}
          <p className={styles.about}>
            {set.about}
            {set.notices?.map(({ code, text }) => (
              <span key={code} className={styles.notice}>
                <code>{code}</code> {text}
              </span>
            ))}
          </p>
          <TabsBar>
            {tabs.map((name) => (
              <Tab key={name} label={name} active={tab === name} onChangeTab={() => setTab(name)} />
            ))}
          </TabsBar>
          <TabContent className={styles.tab}>
            {tab === 'Query' && <QueryPane query={query} data={data} onChange={setQuery} onRun={refresh} />}
            {tab === 'Alert' && (
              <AlertPane
                query={queryFor(set, 'backend', place === 'backend' ? spec : set.querySpec)}
                data={data}
                timeZone={timeZone}
              />
            )}
            {tab === 'Evaluation' && <EvaluatePane key={set.id} set={set} spec={spec} timeZone={timeZone} />}
            {tab === 'Spec' && <SpecPane spec={spec} onChange={changeSpec} />}
          </TabContent>
        </div>
        <aside className={styles.side} aria-label="Panel options">
          <Stack direction="column" gap={0}>
            <OptionsPane
              {...{ plugin, data, options, fieldConfig }}
              onOptions={setOptions}
              onFieldConfig={setFieldConfig}
            />
          </Stack>
        </aside>
      </div>
      {initial.missing?.map((text) => (
        <p key={text} className={styles.about}>
          {text}
        </p>
      ))}
    </main>
  );
}

/** Regressors are read by the data source alone: the panel takes columns for series. */
const placeFor = (set: LabSet, asked: Place): Place => (set.regressors?.length ? 'backend' : asked);
const withSpec = (options: Record<string, unknown>, spec: object) => ({ ...options, spec });
const withUnit = (config: FieldConfigSource, unit?: string) => ({ ...config, defaults: { ...config.defaults, unit } });
