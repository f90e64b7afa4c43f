/**
 * The legend: a click shows one series alone, with Ctrl or Shift it toggles one.
 */
import { formattedValueToString, getFieldDisplayName } from '@grafana/data';
import { VizLegendOptions } from '@grafana/schema';
import { usePanelContext, VizLegend, VizLegendItem } from '@grafana/ui';
import React from 'react';
import { runsOf } from '../../draw/runs';
import { Style } from '../draw/config';
import { PanelFieldConfig } from '../options';
import { Drawn } from '../run';

interface Props {
  styles: Style[];
  drawn: Drawn[];
  legend: VizLegendOptions;
  hidden: ReadonlySet<string>;
  onHide(hidden: ReadonlySet<string>): void;
}

/** One entry a series. Where Grafana keeps series' visibility it does so; elsewhere the panel does. */
export function Legend({ styles, drawn, legend, hidden, onHide }: Props) {
  const { onToggleSeriesVisibility } = usePanelContext();
  const items: VizLegendItem[] = drawn.flatMap(({ source, analysis }, s) => {
    const custom: PanelFieldConfig = source.field.config.custom ?? {};
    if (custom.hideFrom?.legend) {
      return [];
    }
    const anomalies = runsOf(analysis.anomaly.length, (i) => analysis.anomaly[i] === 1).length;
    return {
      label: source.name,
      fieldName: getFieldDisplayName(source.field, source.frame),
      color: styles[s]?.tints.value,
      yAxis: 1,
      disabled: !styles[s]?.visible,
      getItemKey: () => source.key,
      data: source.key,
      getDisplayValues: () => [
        { title: 'Anomalies', text: formattedValueToString({ text: String(anomalies) }), numeric: anomalies },
      ],
    };
  });
  const toggle = (item: VizLegendItem<string>, event: React.MouseEvent) => {
    if (!onToggleSeriesVisibility && item.data) {
      const keys = drawn.map(({ source }) => source.key);
      onHide(
        event.ctrlKey || event.metaKey || event.shiftKey
          ? toggled(hidden, item.data)
          : isolated(hidden, item.data, keys)
      );
    }
  };
  return (
    <VizLegend
      placement={legend.placement}
      displayMode={legend.displayMode}
      items={items}
      onLabelClick={toggle}
      isSortable={false}
    />
  );
}

function toggled(hidden: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(hidden);
  if (!next.delete(key)) {
    next.add(key);
  }
  return next;
}

// A second click on the only series shown brings all back.
function isolated(hidden: ReadonlySet<string>, key: string, keys: string[]): ReadonlySet<string> {
  const others = keys.filter((other) => other !== key);
  const alone = !hidden.has(key) && others.every((other) => hidden.has(other));
  return new Set(alone ? [] : others);
}
