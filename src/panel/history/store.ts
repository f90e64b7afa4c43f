/**
 * History that a panel has read already. A refresh asks for what is new, a zoom for what is missing.
 */
import { DataFrame, DataQueryRequest, DataSourceApi } from '@grafana/data';
import { Fault } from '../../engine/fault/fault';
import { Series } from '../../engine/series/series';
import { readSeries } from '../../frames/read';
import { NamedSeries } from '../../frames/named';
import { MsRange, queryRange } from './query';
import { queryIdentity } from './variables';

/** Prometheus refuses more than 11,000 points a series. */
const POINTS_A_REQUEST = 10000;

/** A year of 5 minutes; beyond it a browser is the wrong place. */
const MAX_POINTS = 110000;

/** Answers kept for the variables' earlier values and the series' other steps. */
const KEPT = 8;

interface Entry extends MsRange {
  series: Map<string, NamedSeries>;
}

/** History of one panel. */
export class HistoryStore {
  private readonly entries = new Map<string, Entry>();

  /**
   * The panel's series over a range.
   *
   * @param request - the panel's own request; not modified
   * @param sources - the data sources of its targets
   * @param range - whole steps since the epoch
   * @param stepMs - the interval to ask for
   * @param lateMs - points younger than this are asked for again, since late data may have changed them
   * @param signal - an abort ends the queries; what has been read by then is kept
   * @returns series by key; their points may reach beyond the range
   * @throws Fault `history/too-long` if the range has more steps than a browser should read; `history/failed`
   */
  async read(
    request: DataQueryRequest,
    sources: DataSourceApi[],
    range: MsRange,
    stepMs: number,
    lateMs: number,
    signal: AbortSignal
  ): Promise<Map<string, NamedSeries>> {
    const steps = (range.toMs - range.fromMs) / stepMs;
    if (steps > MAX_POINTS) {
      throw new Fault(
        'history/too-long',
        `history: ${Math.round(steps)} steps of ${stepMs / 1000} s; want at most ${MAX_POINTS}. Narrow the time range, or widen the step.`
      );
    }
    const key = `${stepMs}|${queryIdentity(request, sources)}`;
    let entry = this.entries.get(key);
    for (const gap of missingRanges(entry, range, lateMs)) {
      for (const part of chunks(gap, stepMs * POINTS_A_REQUEST, entry)) {
        const frames = await queryRange(request, sources, part, stepMs, signal);
        entry = extend(entry, part, frames);
        this.keep(key, entry);
      }
    }
    return entry?.series ?? new Map();
  }

  private keep(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size > KEPT) {
      const [oldest] = this.entries.keys();
      this.entries.delete(oldest);
    }
  }
}

/**
 * What must be asked for so that a range is covered.
 *
 * @param have - what is there; undefined for nothing
 * @param want - the range to cover
 * @param lateMs - the end of what is there that counts as unread
 * @returns ranges that touch what is there, so that it never has a hole
 */
export function missingRanges(have: MsRange | undefined, want: MsRange, lateMs: number): MsRange[] {
  if (!have) {
    return [want];
  }
  const settledMs = Math.max(have.fromMs, have.toMs - lateMs);
  const gaps: MsRange[] = [];
  if (want.fromMs < have.fromMs) {
    gaps.push({ fromMs: want.fromMs, toMs: have.fromMs });
  }
  if (want.toMs > settledMs) {
    gaps.push({ fromMs: settledMs, toMs: want.toMs });
  }
  return gaps;
}

// In the order that grows away from what is there, so that an abort leaves no hole.
function chunks({ fromMs, toMs }: MsRange, widthMs: number, have: MsRange | undefined): MsRange[] {
  const parts: MsRange[] = [];
  for (let end = toMs; end > fromMs; end -= widthMs) {
    parts.push({ fromMs: Math.max(fromMs, end - widthMs), toMs: end });
  }
  return have && fromMs >= have.fromMs ? parts.reverse() : parts;
}

function extend(entry: Entry | undefined, part: MsRange, frames: DataFrame[]): Entry {
  const fresh = new Map(readSeries(frames).map((series) => [series.key, series]));
  const series = new Map<string, NamedSeries>();
  for (const key of new Set([...(entry?.series.keys() ?? []), ...fresh.keys()])) {
    series.set(key, splice(entry?.series.get(key), fresh.get(key), part));
  }
  return {
    fromMs: Math.min(entry?.fromMs ?? Infinity, part.fromMs),
    toMs: Math.max(entry?.toMs ?? -Infinity, part.toMs),
    series,
  };
}

/** The old points outside the part and the fresh ones inside it (some data sources ignore the range); the engine sorts. */
function splice(old: NamedSeries | undefined, fresh: NamedSeries | undefined, part: MsRange): NamedSeries {
  const inside = (timeMs: number) => timeMs >= part.fromMs && timeMs <= part.toMs;
  const kept = select(old?.series, (timeMs) => !inside(timeMs));
  const added = select(fresh?.series, inside);
  return {
    ...(fresh ?? old)!,
    series: { timesMs: concat(kept.timesMs, added.timesMs), values: concat(kept.values, added.values) },
  };
}

function select(series: Series | undefined, wanted: (timeMs: number) => boolean): Series {
  const { timesMs, values } = series ?? { timesMs: new Float64Array(), values: new Float64Array() };
  return { timesMs: timesMs.filter(wanted), values: values.filter((_, i) => wanted(timesMs[i])) };
}

function concat(a: Float64Array, b: Float64Array): Float64Array {
  const joined = new Float64Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
