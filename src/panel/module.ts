/**
 * The panel: takes any query, learns what is normal, draws it.
 */
import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { GraphThresholdsStyleMode, TooltipDisplayMode } from '@grafana/schema';
import { commonOptionsBuilder } from '@grafana/ui';
import { SpecOption } from '../editor/SpecOption';
import { BandPanel } from './BandPanel';
import { DEFAULT_OPTIONS, migrateOptions, PanelFieldConfig, PanelOptions } from './options';

const PARTS = [
  { path: 'show.expected', name: 'Expected' },
  { path: 'show.interval', name: 'Interval' },
  { path: 'show.limit', name: 'Limit' },
  { path: 'show.key', name: 'Key' },
] as const;

export const plugin = new PanelPlugin<PanelOptions, PanelFieldConfig>(BandPanel)
  .setMigrationHandler(migrateOptions)
  .useFieldConfig({
    standardOptions: {
      [FieldConfigProperty.Color]: {
        settings: { byValueSupport: false, bySeriesSupport: false, preferThresholdsMode: false },
        defaultValue: { mode: FieldColorModeId.PaletteClassic },
      },
    },
    useCustomConfig: (builder) => {
      builder.addSliderInput({
        path: 'lineWidth',
        name: 'Line width',
        defaultValue: 1.5,
        settings: { min: 0.5, max: 6, step: 0.5 },
      });
      builder.addRadio({
        path: 'thresholdsStyle.mode',
        name: 'Show thresholds',
        category: ['Thresholds'],
        defaultValue: GraphThresholdsStyleMode.Off,
        settings: {
          options: [
            { value: GraphThresholdsStyleMode.Off, label: 'Off' },
            { value: GraphThresholdsStyleMode.Dashed, label: 'Dashed lines' },
            { value: GraphThresholdsStyleMode.Area, label: 'Regions' },
          ],
        },
      });
      commonOptionsBuilder.addAxisConfig(builder, {});
      commonOptionsBuilder.addHideFrom(builder);
    },
  })
  .setPanelOptions((builder) => {
    builder.addCustomEditor({
      id: 'spec',
      path: 'spec',
      name: 'What is normal',
      category: ['Baseline'],
      editor: SpecOption,
      defaultValue: DEFAULT_OPTIONS.spec,
    });
    for (const { path, name } of PARTS) {
      builder.addBooleanSwitch({ path, name, category: ['Show'], defaultValue: true });
    }
    builder.addRadio({
      path: 'tooltip.mode',
      name: 'Tooltip',
      category: ['Tooltip'],
      defaultValue: TooltipDisplayMode.Single,
      settings: {
        options: [
          { value: TooltipDisplayMode.Single, label: 'Single' },
          { value: TooltipDisplayMode.Multi, label: 'All' },
          { value: TooltipDisplayMode.None, label: 'Hidden' },
        ],
      },
    });
    commonOptionsBuilder.addLegendOptions(builder, false);
  });
