/**
 * What a query may return, as the editor offers it. Twin: the outputs of pkg/query/query.go, to which a test holds this list.
 */
import { CoreApp } from '@grafana/data';
import { Output } from './types';

/** One choice of the editor. */
export interface OutputChoice {
  value: Output;
  label: string;
  /** One line: what comes back, and what for. */
  description: string;
  group: string;
}

const NUMBERS = 'One number a series';
const CHARTS = 'For charts';
const TABLES = 'Tables';

/** Every output; bands, with which a panel begins, first. */
export const OUTPUTS: OutputChoice[] = [
  choice(CHARTS, 'bands', 'Bands', 'Value, expected value, band and score over time'),
  choice(CHARTS, 'outliers', 'Outliers', 'As bands, but each series is judged against the other series of the query'),
  choice(CHARTS, 'forecast', 'Forecast', 'Expected value and band beyond now, and when forecast.threshold will be met'),
  choice(NUMBERS, 'alert', 'Alert', 'For alert rules: above 1 where the chart marks an anomaly'),
  choice(NUMBERS, 'value', 'Value', 'The newest complete value, for the text of an alert'),
  choice(NUMBERS, 'score', 'Score', 'The newest score, whatever detect says; above 1 is beyond the limit'),
  choice(
    NUMBERS,
    'reason',
    'Reason',
    'Which limit the newest score exceeds, as a number with a name, for the text of an alert'
  ),
  choice(
    NUMBERS,
    'drift',
    'Drift',
    'For rules on slow leaks: how many times its limit the level of the last day is off'
  ),
  choice(NUMBERS, 'expected', 'Expected value', 'The newest expected value, for recording rules'),
  choice(NUMBERS, 'lower', 'Lower limit', 'The newest lower limit, for recording rules'),
  choice(NUMBERS, 'upper', 'Upper limit', 'The newest upper limit, for recording rules'),
  choice(NUMBERS, 'state', 'State', '0 learning, 1 normal, 2 anomalous, 3 excluded, 4 missing'),
  choice(
    TABLES,
    'evaluation',
    'Evaluation',
    'How well the band fits: errors on seen and unseen data, coverage, alerts a week and each of them'
  ),
  choice(TABLES, 'importance', 'Importance', 'What the model leans on, measured on points that it had not seen'),
  choice(
    TABLES,
    'explanation',
    'Explanation',
    'What the newest expected value is made of: level, trend, season, calendar'
  ),
];

function choice(group: string, value: Output, label: string, description: string): OutputChoice {
  return { value, label, description, group };
}

/**
 * The outputs that make sense where the editor stands. A rule can't read a table, and the backend refuses it; one that is
 * chosen already stays in the list, so that the editor shows what is stored.
 *
 * @param app - where the editor stands
 * @param chosen - of the query
 */
export function outputsFor(app: CoreApp | undefined, chosen: Output): OutputChoice[] {
  const inRule = app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
  return OUTPUTS.filter(({ value, group }) => !inRule || group !== TABLES || value === chosen);
}
