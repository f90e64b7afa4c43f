/** Stands where a dashboard stands: gives the built panel its data, options and context. */
import {
  applyFieldOverrides,
  CoreApp,
  type FieldConfigSource,
  type GrafanaTheme2,
  type PanelData,
  type PanelPlugin,
  type TimeZone,
} from '@grafana/data';
import {
  ErrorBoundaryAlert,
  PanelChrome,
  PanelContextProvider,
  SeriesVisibilityChangeMode,
  useTheme2,
} from '@grafana/ui';
import { useMemo } from 'react';
import { eventBus } from './services';

export interface PanelHostProps {
  plugin: PanelPlugin;
  title: string;
  description: string;
  data: PanelData;
  options: Record<string, unknown>;
  fieldConfig: FieldConfigSource;
  timeZone: TimeZone;
  width: number;
  height: number;
  onOptions: (options: Record<string, unknown>) => void;
  onFieldConfig: (config: FieldConfigSource) => void;
  onTimeRange: (fromMs: number, toMs: number) => void;
  actions?: React.ReactNode;
}

export function PanelHost(props: PanelHostProps) {
  const { plugin, data, options, fieldConfig, timeZone, onOptions, onFieldConfig, onTimeRange } = props;
  const theme = useTheme2();
  const shown = useMemo(
    () => withFieldConfig(data, plugin, fieldConfig, timeZone, theme),
    [data, plugin, fieldConfig, timeZone, theme]
  );
  const context = useMemo(
    () => ({
      eventBus,
      eventsScope: 'lab',
      app: CoreApp.PanelEditor,
      onToggleSeriesVisibility: (label: string, mode: SeriesVisibilityChangeMode) =>
        onFieldConfig(toggleSeries(fieldConfig, label, mode)),
    }),
    [fieldConfig, onFieldConfig]
  );
  const Panel = plugin.panel;
  if (!Panel) {
    return null;
  }
  return (
    <PanelContextProvider value={context}>
      <PanelChrome
        title={props.title}
        description={props.description}
        width={props.width}
        height={props.height}
        loadingState={data.state}
        statusMessage={data.errors?.[0]?.message}
        actions={props.actions}
      >
        {(innerWidth, innerHeight) => (
          <ErrorBoundaryAlert dependencies={[data]}>
            <Panel
              id={1}
              data={shown}
              title={props.title}
              timeRange={data.timeRange}
              timeZone={timeZone}
              options={options}
              fieldConfig={fieldConfig}
              transparent={false}
              width={innerWidth}
              height={innerHeight}
              renderCounter={0}
              eventBus={eventBus}
              replaceVariables={(text) => text}
              onOptionsChange={onOptions}
              onFieldConfigChange={onFieldConfig}
              onChangeTimeRange={({ from, to }) => onTimeRange(from, to)}
            />
          </ErrorBoundaryAlert>
        )}
      </PanelChrome>
    </PanelContextProvider>
  );
}

function withFieldConfig(
  data: PanelData,
  plugin: PanelPlugin,
  fieldConfig: FieldConfigSource,
  timeZone: TimeZone,
  theme: GrafanaTheme2
): PanelData {
  const series = applyFieldOverrides({
    data: data.series,
    fieldConfig,
    fieldConfigRegistry: plugin.fieldConfigRegistry,
    replaceVariables: (text) => text,
    theme,
    timeZone,
  });
  return { ...data, series };
}

const hideRef = 'hideSeriesFrom';

/** Hides all series but the chosen ones, as a click on a legend does in a dashboard. */
function toggleSeries(config: FieldConfigSource, label: string, mode: SeriesVisibilityChangeMode): FieldConfigSource {
  const others = config.overrides.filter((one) => !('__systemRef' in one && one.__systemRef === hideRef));
  const before: string[] = config.overrides.find((one) => !others.includes(one))?.matcher.options.names ?? [];
  const names =
    mode === SeriesVisibilityChangeMode.AppendToSelection
      ? before.includes(label)
        ? before.filter((name) => name !== label)
        : [...before, label]
      : before.length === 1 && before[0] === label
        ? []
        : [label];
  const hide = {
    __systemRef: hideRef,
    matcher: { id: 'byNames', options: { mode: 'exclude', names, prefix: 'All except:', readOnly: true } },
    properties: [{ id: 'custom.hideFrom', value: { viz: true, legend: false, tooltip: true } }],
  };
  return { ...config, overrides: names.length > 0 ? [...others, hide] : others };
}
