/** Families of random series: what production has, and what nobody would send on purpose. */

const DAY = 86_400_000;
const angle = (timeMs, period) => (2 * Math.PI * (timeMs % period)) / period;

/** value(t, i): one sample. Each family draws its parameters once per series. */
const shapes = {
  noise: (r) => () => 50 + 10 * r.normal(),
  daily: (r) => {
    const [level, swing, noise] = [r.between(-100, 500), r.between(1, 100), r.between(0.1, 10)];
    return (t) => level + swing * Math.sin(angle(t, DAY)) + noise * r.normal();
  },
  weekly: (r) => {
    const friday = r.chance(0.3) ? 1 : 0; // the weekend begins a day early
    return (t) => (Math.floor(t / DAY + 3 + friday) % 7 >= 5 ? 0.4 : 1) * (200 + 150 * Math.sin(angle(t, DAY))) + 8 * r.normal();
  },
  trend: (r) => {
    const slope = r.between(-3, 3);
    return (t, i) => 100 + slope * i + 5 * r.normal();
  },
  step: (r) => {
    const [at, by] = [r.integer(20, 800), r.between(-200, 200)];
    return (t, i) => 100 + (i > at ? by : 0) + 20 * Math.cos(angle(t, DAY)) + 4 * r.normal();
  },
  sawtooth: (r) => {
    const period = r.between(1, 40) * 3_600_000;
    return (t) => 30 + (45 * (t % period)) / period + r.normal();
  },
  counts: (r) => {
    const rate = r.between(0.05, 5);
    return (t) => {
      let [n, p] = [-1, 1];
      const limit = Math.exp(-rate * (1.2 + Math.sin(angle(t, DAY))));
      do {
        n++;
        p *= r.next();
      } while (p > limit);
      return n;
    };
  },
  constant: (r) => {
    const level = r.pick([0, -0, 42, -7.5, 1e-300, 0.1]);
    return (t, i) => (i > 900 && r.chance(0.01) ? level + 1 : level);
  },
  ties: (r) => () => r.integer(0, 3),
  heavyTailed: (r) => () => 10 / Math.max(1e-9, r.next()) ** 0.8 * (r.chance(0.5) ? 1 : -1),
  outage: (r) => {
    const [from, length] = [r.integer(50, 600), r.integer(5, 200)];
    return (t, i) => (i >= from && i < from + length ? 0 : 300 + 80 * Math.sin(angle(t, DAY)) + 10 * r.normal());
  },
  specials: (r) => () => r.pick([NaN, Infinity, -Infinity, 0, -0, 1, 2, 3, 5 + r.normal(), 5 + r.normal(), 5 + r.normal()]),
  huge: (r) => () => r.pick([1e308, -1e308, 1.7e308, 1e300 * r.normal(), 1e-300, 0]),
  denormal: (r) => () => 5e-324 * r.integer(0, 1_000_000),
  mixedScales: (r) => () => r.normal() * 10 ** r.integer(-300, 300),
  batch: (r) => (t) => ((t / 3_600_000) % 24 < 3 ? 92 : 5) + r.normal(),
  counter: (r) => {
    let total = 0;
    return () => (total += r.integer(0, 50));
  },
  interplay: (r) => {
    const [level, noise] = [r.between(-50, 50), r.between(0.1, 5)];
    return (t) => level + 40 * Math.sin(angle(t, DAY)) * Math.cos(angle(t, 7 * DAY)) + noise * r.normal();
  },
  autoregressive: (r) => {
    let z = 0;
    return (t) => 40 + 30 * Math.sin(angle(t, DAY)) + 9 * (z = 0.9 * z + 0.43 * r.normal());
  },
};

const familyNames = Object.keys(shapes);
/** Seconds, and the most samples: each day costs both engines a model. */
const steps = [[10, 1500], [60, 1500], [300, 1500], [300, 1500], [900, 1000], [1800, 800], [3600, 500], [3600, 300], [21_600, 80], [86_400, 60]];

/**
 * One raw series: stamps may repeat, jump, jitter and be unordered; values may be missing.
 *
 * @param {ReturnType<import('./random.mjs').randomOf>} r
 */
export function randomSeries(r) {
  const family = r.pick(familyNames);
  const value = shapes[family](r);
  const [seconds, most] = r.pick(steps);
  const stepMs = seconds * 1000;
  const n = r.chance(0.06) ? r.integer(0, 30) : Math.round(30 * (most / 30) ** r.next() ** 2); // most are short: other ones show more than longer ones
  const startMs = r.pick([1_767_571_200_000, 1_775_000_000_000, 1_325_000_000_000, 951_782_400_000]) + r.integer(0, 200) * 3_600_000;
  const gaps = r.chance(0.3) ? r.between(0, 0.9) : 0;
  const jitter = r.chance(0.15) ? 0.4 : 0;
  const points = [];
  for (let i = 0; i < n; i++) {
    const timeMs = startMs + Math.round((i + jitter * r.next()) * stepMs);
    if (!r.chance(gaps)) {
      points.push([timeMs, value(timeMs, i)]);
    }
    if (r.chance(0.002)) {
      points.push([timeMs, value(timeMs, i)]);
    }
  }
  if (r.chance(0.1)) {
    points.sort(() => 0.5 - r.next());
  }
  return { family, stepMs, startMs, endMs: startMs + n * stepMs, timesMs: points.map(([t]) => t), values: points.map(([, v]) => v) };
}

/**
 * A series and up to seven others of the same stamps, some of them alike, some not, some short.
 *
 * @param {ReturnType<import('./random.mjs').randomOf>} r
 * @param {ReturnType<typeof randomSeries>} series
 */
export function randomGroup(r, series) {
  const size = r.pick([1, 0.1, 1e-3]);
  const other = () => {
    const from = r.chance(0.2) ? r.integer(0, series.timesMs.length) : 0;
    const timesMs = series.timesMs.slice(from);
    const unlike = r.chance(0.2) ? shapes[r.pick(familyNames)](r) : undefined;
    const values = series.values.slice(from).map((v, i) => (unlike ? unlike(timesMs[i], i) : r.chance(0.1) ? v : v * (1 + size * r.normal())));
    return { timesMs, values };
  };
  return [series, ...Array.from({ length: r.integer(0, 7) }, other)];
}
