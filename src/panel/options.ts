/**
 * What a dashboard stores of this panel.
 */
import { PanelModel } from '@grafana/data';
import {
  AxisConfig,
  GraphThresholdsStyleConfig,
  HideableFieldConfig,
  LegendDisplayMode,
  LineInterpolation,
  OptionsWithLegend,
  TooltipDisplayMode,
} from '@grafana/schema';

/** Parts of the picture that can be switched off. */
export interface Show {
  expected: boolean;
  interval: boolean;
  limit: boolean;
  /** The line that says what the parts mean. */
  key: boolean;
}

/** `auto` ranks from MANY_SERIES on; `chart` shows all bands at once. */
export type Layout = 'auto' | 'chart' | 'list';

/** The panel's options. */
export interface PanelOptions extends OptionsWithLegend {
  /** The spec as the user wrote it, without defaults, so that a later default can serve it. */
  spec: object;
  show: Show;
  layout: Layout;
  tooltip: { mode: TooltipDisplayMode };
}

/** The panel's own field options. */
export interface PanelFieldConfig extends AxisConfig, HideableFieldConfig {
  lineWidth?: number;
  lineInterpolation?: LineInterpolation;
  thresholdsStyle?: GraphThresholdsStyleConfig;
}

/** Options of a new panel. */
export const DEFAULT_OPTIONS: PanelOptions = {
  spec: {},
  show: { expected: true, interval: true, limit: true, key: true },
  layout: 'auto',
  tooltip: { mode: TooltipDisplayMode.Single },
  legend: { showLegend: true, displayMode: LegendDisplayMode.List, placement: 'bottom', calcs: [] },
};

/**
 * Options as some version of this panel, or a provisioned dashboard without some of them, stored them.
 *
 * @param panel - as Grafana hands it to a migration; not modified
 * @returns complete options; applying it twice changes nothing
 */
export function migrateOptions(panel: Pick<PanelModel<Partial<PanelOptions>>, 'options'>): PanelOptions {
  return completeOptions(panel.options);
}

/**
 * Fills what is missing.
 *
 * @param stored - perhaps from hand-written JSON; not modified
 */
export function completeOptions(stored: Partial<PanelOptions> | undefined): PanelOptions {
  const part = stored ?? {};
  const spec: unknown = part.spec;
  return {
    ...DEFAULT_OPTIONS,
    ...part,
    spec: typeof spec === 'object' && spec !== null ? spec : {},
    show: { ...DEFAULT_OPTIONS.show, ...part.show },
    tooltip: { ...DEFAULT_OPTIONS.tooltip, ...part.tooltip },
    legend: { ...DEFAULT_OPTIONS.legend, ...part.legend },
  };
}
