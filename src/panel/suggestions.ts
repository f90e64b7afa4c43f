/**
 * When Grafana's list of suggestions offers the panel.
 */
import { FieldType, PanelDataSummary, VisualizationSuggestion, VisualizationSuggestionScore } from '@grafana/data';
import { PanelFieldConfig, PanelOptions } from './options';

/**
 * What to suggest for data.
 *
 * @param data - of the query
 * @returns the panel as it is by default, for numbers over time; nothing for tables, texts and single instants
 */
export function suggestionsFor(
  data: PanelDataSummary
): Array<VisualizationSuggestion<PanelOptions, PanelFieldConfig>> | undefined {
  const overTime = data.hasFieldType(FieldType.time) && data.hasFieldType(FieldType.number);
  if (!overTime || data.isInstant || data.rowCountMax < 2) {
    return undefined;
  }
  return [
    {
      name: 'Tidemark anomaly band',
      description: 'What is normal, and what is not',
      score: VisualizationSuggestionScore.Good,
      cardOptions: {
        previewModifier: ({ options }) => Object.assign(options ?? {}, { legend: { showLegend: false } }),
      },
    },
  ];
}
