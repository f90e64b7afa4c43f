/**
 * The plot with its plugins: tooltip and zoom, shared crosshair, keyboard.
 */
import { PanelData, PanelProps } from '@grafana/data';
import { DashboardCursorSync, TimeZone, TooltipDisplayMode } from '@grafana/schema';
import { EventBusPlugin, KeyboardPlugin, TooltipPlugin2, UPlotChart, usePanelContext, useTheme2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import { marksOf } from '../draw/annotations';
import { plotConfig, Style } from '../draw/config';
import { TooltipProps } from '../draw/plot';
import { Scene } from '../draw/scene';
import { PanelOptions } from '../options';
import { Picture, rangeOf } from '../run';
import { describe } from './describe';
import { TooltipBody } from './TooltipBody';

interface Props {
  width: number;
  height: number;
  picture: Picture;
  styles: Style[];
  options: PanelOptions;
  data: PanelData;
  timeZone: TimeZone;
  onChangeTimeRange: PanelProps['onChangeTimeRange'];
}

// TooltipHoverMode is a const enum that @grafana/ui doesn't export: all series at the cursor's time.
const ALL_AT_X = 1 as TooltipProps['hoverMode'];

/** Value, band and anomalies of all shown series. */
export function Chart({ width, height, picture, styles, options, data, timeZone, onChangeTimeRange }: Props) {
  const theme = useTheme2();
  const { eventBus, eventsScope, sync } = usePanelContext();
  const [scene] = useState(() => new Scene());
  const { drawn } = picture;
  const marks = useMemo(() => marksOf(data.annotations, theme), [data.annotations, theme]);
  const aligned = useMemo(() => scene.show(drawn, styles, rangeOf(data), marks), [scene, drawn, styles, data, marks]);
  const config = useMemo(
    () => plotConfig({ scene, styles, show: options.show, theme, timeZone }),
    [scene, styles, options.show, theme, timeZone]
  );
  return (
    <div role="group" aria-label={describe(picture)}>
      <UPlotChart config={config} data={aligned.columns} width={width} height={height}>
        <KeyboardPlugin config={config} />
        {eventBus && <EventBusPlugin config={config} eventBus={eventBus} frame={drawn[0].source.frame} />}
        {options.tooltip.mode !== TooltipDisplayMode.None && (
          <TooltipPlugin2
            config={config}
            hoverMode={ALL_AT_X}
            queryZoom={onChangeTimeRange}
            clientZoom
            syncMode={sync?.() ?? DashboardCursorSync.Off}
            syncScope={eventsScope}
            maxWidth={420}
            render={(u, rows, line, pinned) => (
              <TooltipBody
                timeMs={Number(u.data[0][rows[0] ?? rows.find((row) => row != null) ?? 0])}
                row={rows.find((row) => row != null) ?? null}
                line={line}
                scene={scene}
                styles={styles}
                all={options.tooltip.mode === TooltipDisplayMode.Multi}
                timeZone={timeZone}
                pinned={pinned}
              />
            )}
          />
        )}
      </UPlotChart>
    </div>
  );
}
