/** Random specs, most of them valid, and random regressors. */

const MAX_SLOTS = 2000; // days at minutes took as long as a hundred other series
const steps = [['1m', 60_000], ['5m', 300_000], ['1h', 3_600_000], ['3h', 10_800_000], ['1d', 86_400_000]];

const sometimes = (r, p, field) => (r.chance(p) ? field() : {});

/** @param {ReturnType<import('./random.mjs').randomOf>} r */
export function randomSpec(r, { startMs, endMs }) {
  if (r.chance(0.03)) {
    return r.pick([null, 7, [], { grid: 3 }, { model: { kind: 'prophet' } }, { train: { window: '-3d' } }, { band: { interval: 2 } }, { grid: { step: '0s' } },
      { schemaVersion: 99 }, { features: { timezone: 'Mars/Olympus' } }, { detect: { points: { k: 5, n: 2 } } }, { unknown: { field: 1 } }]);
  }
  const instant = () => Math.round(r.between(startMs, endMs));
  const spec = {
    ...sometimes(r, 0.3, () => ({ grid: { aggregate: r.pick(['mean', 'min', 'max', 'sum', 'last', 'count']), ...sometimes(r, 0.3, () => ({ step: r.pick(steps.filter(([, ms]) => endMs - startMs <= MAX_SLOTS * ms))[0] })),
      ...sometimes(r, 0.3, () => ({ delay: r.pick(['0s', '90s', '2h']) })) } })),
    ...sometimes(r, 0.4, () => ({ train: { every: r.pick(['1d', '1d', '1d', '7d', '7d', '6h']), ...sometimes(r, 0.5, () => ({ window: r.pick(['2d', '7d', '30d', '1y']) })),
      ...sometimes(r, 0.3, () => ({ minPoints: r.integer(8, 200) })), ...sometimes(r, 0.3, () => ({ exclude: [{ from: instant(), to: instant() }].filter(({ from, to }) => from < to) })) } })),
    ...sometimes(r, 0.3, () => ({ clean: { missing: r.pick(['ignore', 'zero', 'hold', 'anomaly']), outliers: r.pick(['robust', 'keep']) } })),
    ...sometimes(r, 0.4, () => ({ transform: r.pick(['log1p', 'log1p', 'auto', 'logit']) })),
    ...sometimes(r, 0.5, () => ({ features: { trend: r.pick(['none', 'linear', 'steps']), select: r.pick(['off', 'backward']),
      ...sometimes(r, 0.5, () => ({ timezone: r.pick(['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/New_York', 'Asia/Kolkata', 'America/Sao_Paulo', 'Africa/Casablanca']) })),
      ...sometimes(r, 0.3, () => ({ holidays: randomHolidays(r, startMs) })),
      ...sometimes(r, 0.3, () => ({ seasonality: [{ period: r.pick(['1h', '1d', '7d', '26h']), harmonics: r.integer(1, 6) }] })) } })),
    ...sometimes(r, 0.8, () => ({ model: { kind: r.pick(['auto', 'seasonal', 'seasonal', 'linear', 'linear', 'tree', 'forest', 'boosted', 'neural']), ...sometimes(r, 0.3, () => ({ ridge: r.pick([0, 0.001, 1, 100]) })),
      ...sometimes(r, 0.8, () => ({ seed: r.integer(0, 9), ...randomTrees(r), neural: randomNetwork(r) })) } })),
    ...sometimes(r, 0.5, () => ({ band: { method: r.pick(['conformal', 'conformal', 'gaussian', 'mad']), scale: r.pick(['seasonal', 'constant']), interval: r.pick([0.9, 0.95, 0.99]),
      ...sometimes(r, 0.4, () => ({ limit: r.pick([{ alertsPerWeek: 0.1 }, { alertsPerWeek: 20 }, { coverage: 0.999 }, { multiple: 2 }]) })),
      ...sometimes(r, 0.3, () => ({ lowerBound: 0 })), ...sometimes(r, 0.3, () => ({ upperBound: 100 })), ...sometimes(r, 0.2, () => ({ minWidth: { absolute: 1, relative: 0.05 } })) } })),
    ...sometimes(r, 0.3, () => ({ adapt: { level: r.pick(['off', '6h', '24h']) } })),
    ...sometimes(r, 0.5, () => ({ forecast: { horizon: r.pick(['1h', '6h', '3d']), ...sometimes(r, 0.5, () => ({ threshold: 100 * r.normal() })) } })),
    ...sometimes(r, 0.5, () => ({ outliers: { method: r.pick(['dbscan', 'mad']), sensitivity: r.pick([0, 0.3, 0.5, 0.9, 1]) } })),
    ...sometimes(r, 0.4, () => ({ detect: { direction: r.pick(['both', 'above', 'below']), ...sometimes(r, 0.4, () => ({ points: { k: 2, n: r.integer(2, 5) } })),
      ...sometimes(r, 0.3, () => ({ recover: r.integer(1, 5) })), ...sometimes(r, 0.3, () => ({ minDeviation: { absolute: r.between(0, 5), relative: r.between(0, 0.3) } })) } })),
  };
  if (spec.transform === 'logit' && r.chance(0.8)) { // which wants both bounds
    Object.assign((spec.band ??= {}), { lowerBound: -1, upperBound: r.pick([100, 1000]) });
  }
  return r.chance(0.15) ? { ...spec, model: { ...spec.model, kind: r.pick(['boosted', 'boosted', 'boosted', 'boosted', 'auto', 'linear']) }, band: { ...spec.band, method: 'cqr' } } : spec;
}

/** The spec with lags, one or several, for some of the regressors. */
export function withLags(r, spec, regressors) {
  const described = regressors.filter(() => r.chance(0.6)).map(({ name }) => ({ name, lag: r.pick(['1h', ['0s', '2h'], ['30m', '30m', '1d', '0s'], ['6h']]) }));
  const plain = typeof spec === 'object' && spec !== null && !Array.isArray(spec);
  return plain && described.length > 0 ? { ...spec, features: { ...spec.features, regressors: described } } : spec;
}

const date = (timeMs) => new Date(timeMs).toISOString().slice(0, 10).replaceAll('-', '');

/** Countries, or a calendar with days off near the start of the series. */
function randomHolidays(r, startMs) {
  const day = () => date(startMs + r.integer(0, 20) * 86_400_000);
  const event = () => `BEGIN:VEVENT\n${r.pick([`DTSTART:${day()}`, `DTSTART;TZID=Asia/Tokyo:${day()}T060000\nDURATION:PT${r.integer(1, 60)}H`])}${r.pick(['', '\nRRULE:FREQ=YEARLY'])}\nEND:VEVENT`;
  return { countries: r.pick([[], ['US'], ['CN', 'IL'], ['DE']]), ...sometimes(r, 0.7, () => ({ ical: [event(), event(), event()].join('\n') })) };
}

/** Small and quick: what it learns does not matter here. */
const randomNetwork = (r) => ({
  hidden: r.pick([[], [1], [3], [8], [5, 2]]), activation: r.pick(['tanh', 'relu']), epochs: r.integer(1, 4), batch: r.pick([7, 32, 500]),
  learningRate: r.pick([0.001, 0.03, 1]), l2: r.pick([0, 0.01, 10]), patience: r.integer(1, 3),
});

/** Few trees: more show nothing else. */
const randomTrees = (r) => ({
  tree: { maxDepth: r.integer(1, 12), minLeaf: r.pick([1, 8, 50]) },
  forest: { trees: r.integer(1, 5), maxDepth: r.integer(1, 12), minLeaf: r.pick([1, 5, 50]), features: r.integer(0, 3) },
  boosted: { rounds: r.integer(1, 12), leaves: r.pick([2, 7, 31]), learningRate: r.pick([0.01, 0.1, 1]), minLeaf: r.pick([1, 10, 40]), l2: r.pick([0, 5, 1000]) },
});

const weather = ['sun', 'rain', 'snow', '', 'ünïcode'];

/** None for most series; else numbers and categories, some with gaps. */
export function randomRegressors(r, { stepMs, startMs, endMs }) {
  if (!r.chance(0.2)) {
    return [];
  }
  return Array.from({ length: r.integer(1, 3) }, (_, k) => {
    const timesMs = [];
    for (let t = startMs - (r.chance(0.5) ? stepMs : 0); t < endMs; t += stepMs * r.integer(1, 3)) {
      timesMs.push(t);
    }
    const name = `regressor ${k}`;
    return r.chance(0.5)
      ? { name, kind: 'number', timesMs, values: timesMs.map(() => (r.chance(0.02) ? NaN : 20 * r.normal())) }
      : { name, kind: 'category', timesMs, labels: timesMs.map(() => r.pick(weather)) };
  });
}
