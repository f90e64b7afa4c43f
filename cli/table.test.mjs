/** The command line reads a CSV file as the lab does: lab/table/testdata/cases.json, which lab/table's tests read too. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readTable, valueColumn } from './table.mjs';

const folder = mkdtempSync(join(tmpdir(), 'table-'));
after(() => rmSync(folder, { recursive: true }));

const cases = JSON.parse(readFileSync(new URL('../lab/table/testdata/cases.json', import.meta.url), 'utf8'));

test('there are cases', () => assert.notEqual(cases.length, 0));

for (const { name, text, code, timesMs, values } of cases) {
  test(name, async () => {
    const file = join(folder, 'table.csv');
    writeFileSync(file, text);
    const read = async () => {
      const table = await readTable(file);
      return { timesMs: table.timesMs, values: valueColumn(table).values };
    };
    if (code) {
      return assert.rejects(read, ({ message }) => message.startsWith(`${code}: `));
    }
    assert.deepEqual(await read(), { timesMs, values: values.map(Number) });
  });
}
