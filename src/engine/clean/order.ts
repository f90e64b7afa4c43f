/**
 * Puts samples in order.
 * Twin: pkg/engine/clean/order.go.
 */
import { Fault } from '../fault/fault';
import { Series } from '../series/series';

// The instants that a stamp may name: years 1 to 9999.
const FIRST_MS = -62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;

/**
 * The series sorted by time; of equal stamps the last given stays. The input is not modified, and is returned itself if
 * it is in order already.
 *
 * @throws Fault `clean/bad-time`, `clean/unequal-lengths`
 */
export function order(series: Series): Series {
  const { timesMs, values } = series;
  if (timesMs.length !== values.length) {
    throw new Fault(
      'clean/unequal-lengths',
      `clean: ${timesMs.length} times and ${values.length} values; want as many of each`
    );
  }
  let ascending = true;
  for (let i = 0; i < timesMs.length; i++) {
    const t = timesMs[i];
    if (!(t >= FIRST_MS && t <= LAST_MS && Math.floor(t) === t)) {
      throw new Fault(
        'clean/bad-time',
        `clean: stamp ${i} of the series is ${t} ms; want whole milliseconds in the years 1 to 9999`
      );
    }
    ascending = ascending && (i === 0 || t > timesMs[i - 1]);
  }
  return ascending ? series : sorted(series);
}

function sorted({ timesMs, values }: Series): Series {
  const rank = Uint32Array.from(timesMs, (_, i) => i);
  rank.sort((a, b) => timesMs[a] - timesMs[b] || a - b);
  const lastOfStamp = rank.filter((r, i) => i + 1 === rank.length || timesMs[rank[i + 1]] !== timesMs[r]);
  return {
    timesMs: Float64Array.from(lastOfStamp, (r) => timesMs[r]),
    values: Float64Array.from(lastOfStamp, (r) => values[r]),
  };
}
