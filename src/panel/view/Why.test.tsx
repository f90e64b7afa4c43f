/** The parts of an expected value, from the engine itself: jsdom has no workers, so it runs on this thread. */
import { render, screen, within } from '@testing-library/react';
import React from 'react';
import { explainAt } from '../../engine/explain/explanation';
import { Job } from '../../engine/worker/messages';
import { parseSpec } from '../../engine/spec/parse';
import { Formats } from './sentence';
import { partsOf, Why } from './Why';

/** Learning takes as long as it takes. */
const PATIENT = { timeout: 50000 };

const HOUR = 3600000;
const START = 1700006400000;
const N = 24 * 20;

const timesMs = new Float64Array(N).map((_, i) => START + i * HOUR);
const series = { timesMs, values: timesMs.map((t, i) => 50 + 2 * ((t / HOUR) % 24) + ((i * 31) % 17) / 17) };
const window = { fromMs: timesMs[N - 24], toMs: timesMs[N - 1], stepMs: HOUR };
const job: Job = { input: { series }, spec: parseSpec({ model: { kind: 'seasonal' } }).spec, window };
const formats: Formats = { value: (v) => `${v.toFixed(1)} ms`, length: (v) => `${v.toFixed(1)} ms` };
const at = timesMs[N - 7];

const region = () => screen.getByRole('region', { name: 'Why this value is expected' });

test('the parts that the engine finds stand there, with signs and units', async () => {
  render(<Why seriesKey="k" job={job} timeMs={at} formats={formats} />);
  expect(region()).toHaveAttribute('aria-busy', 'true');
  expect(await screen.findByText('Level', {}, PATIENT)).toBeInTheDocument();
  const rows = within(region())
    .getAllByRole('term')
    .map((term, i) => [term.textContent, within(region()).getAllByRole('definition')[i].textContent]);
  const explanation = explainAt(job.input, job.spec, window, at)!;
  expect(rows).toEqual(partsOf(explanation, formats));
  expect(rows.map(([name]) => name)).toEqual(['Level', 'Trend', 'Season', 'Calendar', 'Expected']);
  expect(rows[2][1]).toMatch(/^[+−]\d+\.\d ms$/);
  expect(Math.abs(explanation.season)).toBeGreaterThan(1);
});

test('regressors have their names, and what is less has its sign once', () => {
  const regressors = [{ name: 'traffic', value: -12 }];
  const parts = { level: 210, trend: 0, season: 42, calendar: 0, regressors, expected: 240 };
  expect(partsOf({ ...parts, timeMs: 0, value: null, verdict: '' }, formats)).toEqual([
    ['Level', '210.0 ms'],
    ['Trend', '+0.0 ms'],
    ['Season', '+42.0 ms'],
    ['Calendar', '+0.0 ms'],
    ['traffic', '−12.0 ms'],
    ['Expected', '240.0 ms'],
  ]);
});

test('a slot without a model of its own, and a refusal, are told', async () => {
  const { unmount } = render(<Why seriesKey="k" job={job} timeMs={START} formats={formats} />);
  expect(await screen.findByText(/^It follows other series/, {}, PATIENT)).toBeInTheDocument();
  unmount();
  const long = { timesMs: new Float64Array(6000), values: new Float64Array(6000) };
  render(<Why seriesKey="k" job={{ ...job, input: { series: long } }} timeMs={at} formats={formats} />);
  expect(await screen.findByText(/\[worker\/too-many-points\]$/, {}, PATIENT)).toBeInTheDocument();
  expect(region()).toHaveAttribute('aria-busy', 'false');
});
