/** @jest-environment node */
import { readFileSync } from 'node:fs';
import { migrateQuery } from './migrate';

interface Case {
  name: string;
  stored: { refId: string; schemaVersion?: number };
  want?: Record<string, unknown>;
  error?: string;
}

// The twin of this test is in pkg/query/migrate_test.go, over the same file.
const file: { count: number; cases: Case[] } = JSON.parse(readFileSync('test/query/versions.json', 'utf8'));

describe('every stored query is read', () => {
  test('every promised case is here', () => expect(file.cases).toHaveLength(file.count));

  test.each(file.cases)('$name', ({ stored, want, error }) => {
    const { schemaVersion, upstream, spec, output } = migrateQuery(stored);
    if (error) {
      // the backend refuses it, with a reason; the editor must not claim another version
      return expect(schemaVersion).toBe(stored.schemaVersion);
    }
    expect({ schemaVersion, upstream, spec, output }).toEqual(want);
    expect(migrateQuery(migrateQuery(stored))).toEqual(migrateQuery(stored));
  });
});
