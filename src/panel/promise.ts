/**
 * The promise, shown: how many alerts a week a series raised, beside how many were asked for.
 */
import { Analysis } from '../engine/analysis';
import { alertsPerWeek } from '../engine/evaluate/alerts';
import { Drawn } from './run';

/** What there is to say of all series of a picture. */
export interface Promised {
  /** The mean over the series that are measured; null where none is. */
  perWeek: number | null;
  /** Undefined where the spec asks for another limit, or the series' specs differ. */
  asked?: number;
  series: number;
}

/** Above so many times the asked number, the promise is not held. */
const BROKEN = 2;

/** Slots older than these before the newest are let go of, unless they are shown. */
const KEPT_MS = 28 * 86_400_000;

/** What is known of one series: slots that hang together. */
type Stretch = Pick<Analysis, 'timesMs' | 'anomaly' | 'stepMs'>;

/**
 * The slots that were judged for the pictures so far, each by the cut before it: who looks at a month, and then at its last
 * hours, has measured the month. A verdict never changes, so slots that were judged otherwise belong to another question.
 */
export class Walked {
  private question = '';
  private stretches = new Map<string, Stretch>();

  /**
   * Takes the slots of a picture.
   *
   * @param question - spec and queries; another one begins anew
   * @param drawn - not modified
   * @returns the promise as far as it is measured by now
   */
  add(question: string, drawn: Drawn[]): Promised {
    const before = question === this.question ? this.stretches : new Map<string, Stretch>();
    this.question = question;
    this.stretches = new Map(
      drawn.map(({ source, analysis }) => [source.key, joined(before.get(source.key), analysis)])
    );
    const rates = [...this.stretches.values()].flatMap(({ anomaly, stepMs }) => alertsPerWeek(anomaly, stepMs) ?? []);
    const perWeek = rates.length > 0 ? rates.reduce((sum, rate) => sum + rate) / rates.length : null;
    const asked = new Set(drawn.map((one) => one.asked));
    return { perWeek, asked: asked.size === 1 ? drawn[0].asked : undefined, series: drawn.length };
  }
}

/** The promise in words. */
export function promiseText({ perWeek, asked, series }: Promised): string {
  const measured =
    perWeek === null
      ? 'Alerts a week not measured yet'
      : `${tenths(perWeek)} ${tenths(perWeek) === '1' ? 'alert' : 'alerts'} a week${series > 1 ? ' per series' : ''}`;
  return asked === undefined ? measured : `${measured}, ${asked} asked`;
}

/** Whether far more alerts came than were asked for. */
export function isBroken({ perWeek, asked }: Promised): boolean {
  return perWeek !== null && asked !== undefined && perWeek > BROKEN * asked;
}

function tenths(rate: number): string {
  return String(Number(rate.toFixed(1)));
}

/** The older stretch with the newer one in its place, where they overlap and agree; else the newer one. */
function joined(old: Stretch | undefined, { timesMs, anomaly, stepMs }: Stretch): Stretch {
  const fresh = { timesMs, anomaly, stepMs };
  const count = timesMs.length;
  if (!old || old.stepMs !== stepMs || count === 0 || !agree(old, fresh)) {
    return fresh;
  }
  const [first, last] = [timesMs[0], timesMs[count - 1]];
  const oldest = Math.min(first, Math.max(last, old.timesMs[old.timesMs.length - 1]) - KEPT_MS);
  const from = old.timesMs.findIndex((t) => t >= oldest);
  const to = old.timesMs.findIndex((t) => t >= first);
  const after = old.timesMs.findIndex((t) => t > last);
  const join = (a: Float64Array, b: Float64Array) =>
    Float64Array.from([...a.subarray(from, to), ...b, ...a.subarray(after < 0 ? a.length : after)]);
  return { stepMs, timesMs: join(old.timesMs, timesMs), anomaly: join(old.anomaly, anomaly) };
}

/** Whether two stretches share slots, and say the same of each that both have judged. */
function agree(old: Stretch, fresh: Stretch): boolean {
  const known = new Map(Array.from(old.timesMs, (t, i) => [t, old.anomaly[i]]));
  const shared = Array.from(fresh.timesMs.keys()).filter((i) => known.has(fresh.timesMs[i]));
  return (
    shared.length > 0 &&
    shared.every((i) => {
      const [a, b] = [known.get(fresh.timesMs[i])!, fresh.anomaly[i]];
      return a === b || Number.isNaN(a) || Number.isNaN(b); // a slot that was incomplete, or not yet learnt
    })
  );
}
