/**
 * Turns instants into local days and hours.
 * Twin: pkg/engine/zone/zone.go.
 */
import { Fault, short } from '../fault/fault';

/** The length of a day without a clock change, in milliseconds. */
export const DAY_MS = 86_400_000;

// Offsets outside 1970 … 2100 are those of its ends: before, the time zone database
// promises nothing; after, Go and JavaScript engines extrapolate differently.
const FIRST_MS = 0;
const LAST_MS = 4_102_444_800_000;

// Intl tells the offset at one instant only, and slowly, so we look for clock changes: in
// each window of 64 days a probe every 2 days, then bisection. No zone changed its clocks twice in 2 days.
const WINDOW_MS = 64 * DAY_MS;
const PROBE_MS = 2 * DAY_MS;

// What both languages accept. Intl also takes "+01:00" and any letter case, and Go takes
// "Local" and "": none of them means the same on every machine.
const NAME =
  /^(UTC|Etc\/(UTC|GMT([+-](0|[1-9]|1[0-4]))?)|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)(\/[A-Z][a-z][A-Za-z_-]*){1,2})$/;

/** A stretch of constant offset, fromMs ≤ t < toMs. */
interface Stretch {
  fromMs: number;
  toMs: number;
  offsetMs: number;
}

/** An IANA time zone. It remembers the clock changes that it has found. */
export class Zone {
  private readonly windows = new Map<number, Stretch[]>();
  private last: Stretch = { fromMs: 0, toMs: 0, offsetMs: 0 };

  constructor(private readonly format: Intl.DateTimeFormat) {}

  /** Local time minus UTC at an instant, both in milliseconds. */
  offsetMs(timeMs: number): number {
    const t = Math.min(Math.max(timeMs, FIRST_MS), LAST_MS);
    if (t < this.last.fromMs || t >= this.last.toMs) {
      this.last = this.stretchAt(t);
    }
    return this.last.offsetMs;
  }

  /** The wall clock at an instant, as milliseconds since 1970-01-01T00:00 on that wall. */
  localMs(timeMs: number): number {
    return timeMs + this.offsetMs(timeMs);
  }

  /** The number of the local day of an instant; 1970-01-01, a Thursday, is 0. */
  day(timeMs: number): number {
    return Math.floor(this.localMs(timeMs) / DAY_MS);
  }

  /**
   * The first instant whose local day is `day` or later. Where clocks skip midnight that is not 00:00; where they skip
   * the whole day it is the next day's.
   */
  startOfDay(day: number): number {
    let low = day * DAY_MS - 15 * 3_600_000;
    let high = day * DAY_MS + 15 * 3_600_000;
    const offsetMs = this.offsetMs(low);
    if (offsetMs === this.offsetMs(high)) {
      return day * DAY_MS - offsetMs; // no change between: none comes twice in 2 days
    }
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.day(middle) >= day) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private stretchAt(t: number): Stretch {
    const window = Math.floor(t / WINDOW_MS);
    let stretches = this.windows.get(window);
    if (stretches === undefined) {
      stretches = this.stretchesOf(window * WINDOW_MS);
      this.windows.set(window, stretches);
    }
    return stretches.find((s) => t < s.toMs) ?? stretches[stretches.length - 1];
  }

  private stretchesOf(windowMs: number): Stretch[] {
    const stretches: Stretch[] = [];
    const endMs = windowMs + WINDOW_MS;
    let fromMs = windowMs;
    let offsetMs = this.askIntl(fromMs);
    for (let probe = windowMs + PROBE_MS; probe <= endMs; probe += PROBE_MS) {
      const next = this.askIntl(probe);
      if (next !== offsetMs) {
        const toMs = this.changeBetween(probe - PROBE_MS, probe, offsetMs);
        stretches.push({ fromMs, toMs, offsetMs });
        fromMs = toMs;
        offsetMs = next;
      }
    }
    if (fromMs < endMs) {
      stretches.push({ fromMs, toMs: endMs, offsetMs });
    }
    return stretches;
  }

  /** The first instant in low < t ≤ high whose offset is not that of low. */
  private changeBetween(low: number, high: number, lowOffsetMs: number): number {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.askIntl(middle) === lowOffsetMs) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private askIntl(timeMs: number): number {
    const field: Record<string, number> = {};
    for (const part of this.format.formatToParts(timeMs)) {
      field[part.type] = Number(part.value);
    }
    const wallMs = Date.UTC(field.year, field.month - 1, field.day, field.hour, field.minute, field.second);
    return wallMs - Math.floor(timeMs / 1000) * 1000;
  }
}

const zones = new Map<string, Zone>();

/**
 * The IANA zone of that name.
 *
 * @throws Fault `spec/unknown-timezone` if there is none
 */
export function loadZone(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) {
    return known;
  }
  if (NAME.test(name)) {
    try {
      const zone = new Zone(wallClock(name));
      zones.set(name, zone);
      return zone;
    } catch {
      // Intl knows no such zone: the fault below says so
    }
  }
  throw new Fault(
    'spec/unknown-timezone',
    `zone: timezone is ${JSON.stringify(short(name))}; want an IANA name such as UTC or Europe/Berlin`
  );
}

function wallClock(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
