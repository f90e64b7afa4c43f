/** The editor offers what the backend knows, read from the Go source. */
import { CoreApp } from '@grafana/data';
import { readFileSync } from 'node:fs';
import { OUTPUTS, outputsFor } from './outputs';

const backend = readFileSync('pkg/query/query.go', 'utf8');

/** The names of Go's constants of type Output, by their Go names. */
const constants = new Map(Array.from(backend.matchAll(/^\t(\w+)\s+Output = "(\w+)"$/gm), ([, go, name]) => [go, name]));

describe('the editor offers what the backend knows', () => {
  const listed = /^var outputs = \[\]Output\{(.*)\}$/m.exec(backend)?.[1].split(', ') ?? [];

  test('the list of Go is found', () => {
    expect(listed.length).toBeGreaterThanOrEqual(12);
    expect(constants.size).toBe(listed.length);
  });

  test('no output is missing and none is made up', () => {
    const known = listed.map((go) => constants.get(go));
    expect(OUTPUTS.map(({ value }) => value).sort()).toEqual(known.sort());
  });

  test('each has one line that says what it is for', () => {
    for (const { label, description } of OUTPUTS) {
      expect(label).toMatch(/^[A-Z]/);
      expect(description).toMatch(/^[^\n]{20,100}$/);
    }
  });
});

describe('a rule', () => {
  const refused = /func \(o Output\) ForRules\(\) bool \{ return (.*) \}/.exec(backend)?.[1] ?? '';
  const tables = Array.from(refused.matchAll(/o != (\w+)/g), ([, go]) => constants.get(go));

  test('is not offered what the backend refuses it', () => {
    const kept = outputsFor(CoreApp.UnifiedAlerting, 'alert').map(({ value }) => value);
    expect(tables).toHaveLength(3);
    expect(OUTPUTS.map(({ value }) => value).filter((value) => !kept.includes(value))).toEqual(tables);
  });

  test('shows a table that is stored already; a panel is offered all', () => {
    expect(outputsFor(CoreApp.UnifiedAlerting, 'evaluation')).toContainEqual(
      expect.objectContaining({ value: 'evaluation' })
    );
    expect(outputsFor(CoreApp.Dashboard, 'bands')).toEqual(OUTPUTS);
  });
});
