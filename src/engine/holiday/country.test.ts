/** @jest-environment node */
import { createHash } from 'node:crypto';
import schema from '../../../spec/schema.json';
import file from '../../../spec/holidays.json';

const { first, last, sha256, countries } = file;

test('spec/holidays.json is as spec/holiday_days.py wrote it', () => {
  const digest = createHash('sha256').update(JSON.stringify(countries)).digest('hex');
  expect(digest).toBe(sha256); // after python3 spec/holiday_days.py
});

test('the schema offers the countries of spec/holidays.json', () => {
  const offered = schema.properties.features.properties.holidays.properties.countries.items.enum;
  expect(offered).toEqual(Object.keys(countries));
});

test.each(Object.entries(countries))('%s has dates in each year', (_code, { like, always, years }) => {
  expect(years).toHaveLength(last - first + 1);
  expect([5, 6]).toContain(like);
  for (const dates of [always, ...years]) {
    expect(dates).toMatch(/^((0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])( |$))*$/);
  }
});
