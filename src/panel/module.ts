/**
 * The panel: takes any query, learns what is normal, draws it.
 */
import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { GraphThresholdsStyleMode, TooltipDisplayMode } from '@grafana/schema';
import { commonOptionsBuilder } from '@grafana/ui';
import { SpecOption } from '../editor/SpecOption';
import { BandPanel } from './BandPanel';
import { DEFAULT_OPTIONS, migrateOptions, PanelFieldConfig, PanelOptions } from './options';
import { suggestionsFor } from './suggestions';

const PARTS = [
  { path: 'show.expected', name: 'Expected', description: 'The forecast, or baseline, as a dashed line' },
  { path: 'show.interval', name: 'Interval', description: 'Where the usual values lie' },
  { path: 'show.limit', name: 'Limit', description: 'The band beyond which a value is an anomaly' },
  { path: 'show.key', name: 'Key', description: 'What the parts of the picture mean' },
] as const;

// Grafana's option search reads an option's name and description, not the fields inside its editor.
const SPEC_WORDS =
  'How normal is learnt and what is an anomaly: model, sensitivity (alerts a week), direction, season and seasonality, holidays, excluded ranges, regressors.';

export const plugin = new PanelPlugin<PanelOptions, PanelFieldConfig>(BandPanel)
  .setMigrationHandler(migrateOptions)
  .setDataSupport({ annotations: true, alertStates: true })
  .setSuggestionsSupplier(suggestionsFor)
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
      description: SPEC_WORDS,
      category: ['Anomaly detection'],
      editor: SpecOption,
      defaultValue: DEFAULT_OPTIONS.spec,
    });
    builder.addRadio({
      path: 'layout',
      name: 'Layout',
      description: 'One chart with all bands, or a list that ranks the most anomalous series, with the band of one',
      category: ['Display'],
      defaultValue: DEFAULT_OPTIONS.layout,
      settings: {
        options: [
          { value: 'auto', label: 'Auto' },
          { value: 'chart', label: 'One chart' },
          { value: 'list', label: 'Ranked list' },
        ],
      },
    });
    for (const { path, name, description } of PARTS) {
      builder.addBooleanSwitch({ path, name, description, category: ['Display'], defaultValue: true });
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
