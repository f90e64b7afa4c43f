/**
 * Which days are the weekend.
 * Stage: clean → **features** → fit. Twin: pkg/engine/features/week.go. Numbers: spec/vectors/features/weekStart.json.
 */
import { log } from '../num/log';
import { medianInPlace } from '../num/median';
import { floorMod } from '../num/round';
import { DAY_MS } from '../zone/zone';
import { Calendar, WEEK_MS } from './calendar';

const HOURS = 24;
const DAYS = 7;

/** Each hour's mean on each day of a history. */
interface HourlyMeans {
  /** Shape [days], 0 is Monday. */
  weekday: number[];
  /** Shape [days][24]; NaN where an hour has no value. */
  means: Float64Array[];
}

/**
 * The day on which the working week begins, 0 for Monday: the weekend is the two days before. It is the one whose weekend
 * and working days explain the hours of the day with the least absolute error. Another day than Monday must gain more than
 * the choice among seven costs, which is log 7 by the principle of minimum description length, of errors with a Laplace
 * distribution that the days of the history tell independently. A history without two of each weekday keeps Monday.
 *
 * @param calendar - of a week that begins on Monday; holidays are left out
 * @param values - shape [n], finite; not modified
 * @see Rissanen (1978), "Modeling by shortest data description"
 */
export function weekStart(calendar: Calendar, values: Float64Array): number {
  const hourly = hourlyMeans(calendar, values);
  const days = hourly.weekday.length;
  for (let day = 0; day < DAYS; day++) {
    if (hourly.weekday.filter((w) => w === day).length < 2) {
      return 0;
    }
  }
  const usual = unexplained(hourly, 0);
  let [best, least] = [0, usual];
  for (let start = 1; start < DAYS; start++) {
    const error = unexplained(hourly, start);
    if (error < least) {
      [best, least] = [start, error];
    }
  }
  return best > 0 && (least === 0 || days * log(usual / least) > log(DAYS)) ? best : 0;
}

function hourlyMeans({ day, dayMs, weekMs, holiday }: Calendar, values: Float64Array): HourlyMeans {
  const out: HourlyMeans = { weekday: [], means: [] };
  const counts: Int32Array[] = [];
  let last = NaN;
  for (let i = 0; i < values.length; i++) {
    if (holiday[i] === 1) {
      continue;
    }
    if (day[i] !== last) {
      last = day[i];
      out.weekday.push(Math.floor(weekMs[i] / DAY_MS));
      out.means.push(new Float64Array(HOURS));
      counts.push(new Int32Array(HOURS));
    }
    const hour = Math.floor(dayMs[i] / 3_600_000);
    out.means[out.means.length - 1][hour] += values[i];
    counts[counts.length - 1][hour]++;
  }
  out.means.forEach((sums, d) => {
    for (let hour = 0; hour < HOURS; hour++) {
      sums[hour] /= counts[d][hour]; // 0/0 is NaN
    }
  });
  return out;
}

/** The absolute distance of all hours from the median of their hour on weekends, or on working days. */
function unexplained({ weekday, means }: HourlyMeans, start: number): number {
  const isWeekend = weekday.map((w) => floorMod(w - start, DAYS) >= 5);
  let total = 0;
  for (let hour = 0; hour < HOURS; hour++) {
    for (const weekend of [true, false]) {
      const alike = means.filter((of, d) => isWeekend[d] === weekend && !Number.isNaN(of[hour])).map((of) => of[hour]);
      const middle = medianInPlace(Float64Array.from(alike));
      for (const v of alike) {
        total += Math.abs(v - middle);
      }
    }
  }
  return total;
}

/** The calendar with a week that begins on another day; a holiday stays at the day that it is kept like. */
export function weekFrom(calendar: Calendar, start = 0): Calendar {
  if (start === 0) {
    return calendar;
  }
  const weekMs = calendar.weekMs.map((ms, i) =>
    calendar.holiday[i] === 1 ? ms : floorMod(ms - start * DAY_MS, WEEK_MS)
  );
  return { ...calendar, weekMs, weekend: Uint8Array.from(weekMs, (ms) => (ms >= 5 * DAY_MS ? 1 : 0)) };
}
