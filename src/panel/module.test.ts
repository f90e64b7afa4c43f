/** What Grafana is told of the panel. */
import {
  createDataFrame,
  FieldType,
  getPanelDataSummary,
  PanelOptionsEditorBuilder,
  standardEditorsRegistry,
} from '@grafana/data';
import { plugin } from './module';
import app from '../plugin.json';
import panel from './plugin.json';

const time = { name: 'time', type: FieldType.time, values: [1, 2] };
const number = { name: 'v', type: FieldType.number, values: [1, 2] };
const text = { name: 'host', type: FieldType.string, values: ['a', 'b'] };
const suggested = (...fields: Array<typeof time | typeof text>) =>
  plugin.getSuggestions(getPanelDataSummary([createDataFrame({ fields: fields as never })])) ?? [];

// Grafana's core brings the editors of the option pane.
const EDITORS = ['boolean', 'radio', 'number', 'text', 'select', 'multi-select', 'slider', 'stats-picker', 'strings'];

beforeAll(() => {
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, editor: () => null })));
  plugin.meta = panel as never;
});

test('annotations and alert state reach the panel', () => {
  expect(plugin.dataSupport).toEqual({ annotations: true, alertStates: true });
});

test('numbers over time are suggested the panel, tables and single instants are not', () => {
  expect(panel.suggestions).toBe(true);
  expect(suggested(time, number)).toHaveLength(1);
  expect(suggested(text, number)).toEqual([]);
  expect(suggested(time, text)).toEqual([]);
  expect(suggested({ ...time, values: [1] }, { ...number, values: [1] })).toEqual([]);
});

test('the app lists the panel by its name', () => {
  expect(app.includes.map(({ name }) => name)).toContain(panel.name);
});

test.each(['sensitivity', 'season', 'holidays', 'anomaly', 'regressors'])('a search for %s finds the spec', (word) => {
  const builder = new PanelOptionsEditorBuilder();
  plugin.getPanelOptionsSupplier()(builder as never, { data: [], options: {} as never } as never);
  const found = builder
    .getItems()
    .filter(({ name, description, category }) =>
      [name, description, ...(category ?? [])].some((words) => words?.toLowerCase().includes(word))
    );
  expect(found.map(({ path }) => path)).toContain('spec');
});
