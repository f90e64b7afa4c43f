/**
 * A rule on a forecast: "full within a day". It fires where the expected value will have met forecast.threshold before
 * forecast.horizon has passed.
 */
import { DataFrame } from '@grafana/data';
import { TidemarkQuery } from '../datasource/types';
import { durationMs } from '../engine/spec/duration';
import { beyond, expression } from './expression';

/** What such a rule compares. */
export interface Ahead {
  threshold: number;
  horizon: string;
  /** Whether the threshold lies above: then the highest expected value is compared, else the lowest. */
  rising: boolean;
}

const HORIZON = '1d'; // the spec's default

/**
 * What a rule from a query compares, if it is about a forecast.
 *
 * @param query - of this version
 * @param rising - as the last answer says; where none is at hand, detect.direction "below" makes it a fall
 * @returns undefined unless the query forecasts and has a threshold
 */
export function aheadOf({ output, spec }: TidemarkQuery, rising?: boolean): Ahead | undefined {
  const { threshold, horizon } = (spec.forecast ?? {}) as { threshold?: unknown; horizon?: unknown };
  if (output !== 'forecast' || !Number.isFinite(threshold)) {
    return undefined;
  }
  const { direction } = (spec.detect ?? {}) as { direction?: unknown };
  return {
    threshold: threshold as number,
    horizon: isDuration(horizon) ? horizon : HORIZON,
    rising: rising ?? direction !== 'below',
  };
}

/** Other text would be read as a part of the notification's template; the backend refuses it as a horizon. */
function isDuration(text: unknown): text is string {
  try {
    return typeof text === 'string' && durationMs(text) > 0;
  } catch {
    return false;
  }
}

/**
 * From which side a forecast comes to its threshold.
 *
 * @param frames - of any query
 * @returns what the first forecast among them says; undefined if none does
 */
export function risingOf(frames: DataFrame[]): boolean | undefined {
  for (const { meta } of frames) {
    const rising: unknown = meta?.custom?.tidemark?.crossing?.rising;
    if (typeof rising === 'boolean') {
      return rising;
    }
  }
  return undefined;
}

/** The part of a rule's form that differs; its other fields are kept. */
interface Form {
  name?: string;
  queries: Array<{ refId: string; model: object }>;
  annotations: Array<{ key: string; value: string }>;
  evaluateFor: string;
}

/**
 * Makes the form of a rule on a forecast from that of a rule on anomalies.
 *
 * @param form - of ruleForm, whose first query is Tidemark's; not modified
 * @param ahead - of aheadOf
 * @param title - of the panel
 * @returns query A forecasts, B is its highest or lowest expected value, C compares that
 */
export function aheadForm<F extends Form>(form: F, ahead: Ahead, title: string | undefined): F {
  const { threshold, horizon, rising } = ahead;
  const [{ model, ...asked }] = form.queries;
  const links = form.annotations.filter(({ key }) => key.startsWith('__'));
  return {
    ...form,
    ...(title ? { name: `${title} will meet ${threshold}` } : {}),
    queries: [
      { ...asked, model: { ...model, output: 'forecast' } },
      expression('B', { type: 'reduce', reducer: rising ? 'max' : 'min', expression: 'A' }),
      expression('C', { type: 'threshold', expression: 'B', conditions: [beyond(rising ? 'gt' : 'lt', threshold)] }),
    ],
    evaluateFor: '15m', // a forecast has no detect.points: one that only touches the threshold comes and goes
    annotations: [
      { key: 'summary', value: `Expected to meet ${threshold} within ${horizon}: {{ $labels }}` },
      {
        key: 'verdict',
        value:
          `{{ if $values.B }}{{ $labels }}: the ${rising ? 'highest' : 'lowest'} value expected within ${horizon} is ` +
          `{{ printf "%.3g" $values.B.Value }}, the threshold ${threshold}.{{ else }}There is no forecast.{{ end }}`,
      },
      ...links,
    ],
  };
}
