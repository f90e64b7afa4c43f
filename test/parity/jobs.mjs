/** What the engines are asked about one random series. */
import { encode } from '../../cli/engines.mjs';
import { randomGroup, randomSeries } from './families.mjs';
import { randomOf } from './random.mjs';
import { randomRegressors, randomSpec, withLags } from './specs.mjs';

const functions = ['cos', 'exp', 'expm1', 'log', 'log1p', 'round', 'sin', 'tanh', 'pow', 'mean', 'median', 'sum'];

const wired = ({ timesMs, values = [] }) => ({ timesMs: encode(timesMs), values: encode(values) });

/**
 * Every series is analysed. Half of them are born late beside others, half have a slot explained, half are carried on, and so
 * on: a new series shows more than another question about the same. The models of every eighth are to be read by all engines.
 *
 * @param {number} seed
 * @param {number} index - of the series, which depends on these two alone
 */
export function jobsOf(seed, index) {
  const r = randomOf(seed, index);
  const series = randomSeries(r);
  const spec = randomSpec(r, series);
  const regressors = randomRegressors(r, series);
  const analyse = {
    op: 'analyse',
    spec: withLags(r, spec, regressors),
    series: wired(series),
    regressors: regressors.map((one) => ({ name: one.name, kind: one.kind, series: wired(one), ...(one.labels && { labels: one.labels }) })),
  };
  const instant = () => Math.round(r.between(series.startMs, series.endMs));
  const window = { fromMs: instant(), toMs: series.endMs, stepMs: series.stepMs, ...(r.chance(0.3) && { nowMs: instant() }) };
  const some = (p, job) => (r.chance(p) ? [job()] : []);
  const late = r.integer(0, series.timesMs.length);
  const born = { timesMs: series.timesMs.slice(late), values: series.values.slice(late) };
  const scale = 10 ** r.integer(-8, 3);
  const jobs = [
    analyse,
    ...some(0.5, () => ({ ...analyse, series: wired(born), others: randomGroup(r, series).slice(1).map(wired) })),
    ...some(0.5, () => ({ ...analyse, op: 'explain', timeMs: instant() })),
    ...some(0.5, () => ({ ...analyse, op: 'importance', window })),
    ...some(0.5, () => ({ ...analyse, op: 'forecast', ...(r.chance(0.5) && { window: { ...window, toMs: window.fromMs } }) })),
    ...some(0.5, () => ({ op: 'outliers', spec: analyse.spec, group: randomGroup(r, series).map(wired) })),
    ...some(0.5, () => ({ op: 'num', function: r.pick(functions), arguments: encode(Array.from({ length: 200 }, () => scale * r.normal())) })),
    ...some(0.125, () => ({ ...analyse, op: 'learn' })),
  ];
  return { family: series.family, samples: series.timesMs.length, jobs };
}
