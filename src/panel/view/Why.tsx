/**
 * What the expected value of a pinned slot is made of.
 */
import { useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { engine } from '../../engine/worker/client';
import { Explanation } from '../../engine/explain/explanation';
import { faultCode } from '../../engine/fault/fault';
import { Job } from '../../engine/worker/messages';
import { Formats } from './sentence';
import { getStyles } from './tooltipStyles';

interface Props {
  seriesKey: string;
  job: Job;
  timeMs: number;
  formats: Formats;
}

/** Asks the engine's worker, which has the model that judged the slot. */
export function Why({ seriesKey, job, timeMs, formats }: Props) {
  const styles = useStyles2(getStyles);
  const { explanation, text } = useExplanation(seriesKey, job, timeMs);
  return (
    <section className={styles.why} aria-label="Why this value is expected" aria-busy={!explanation && !text}>
      <div className={styles.name}>Why this value is expected</div>
      {explanation && (
        <dl className={styles.grid}>
          {partsOf(explanation, formats).map(([name, part], row) => (
            <React.Fragment key={row}>
              <dt>{name}</dt>
              <dd>{part}</dd>
            </React.Fragment>
          ))}
        </dl>
      )}
      {text && <div className={styles.reason}>{text}</div>}
    </section>
  );
}

/** Parts that add up to the expected value, but for the bounds that a spec may set. */
export function partsOf(e: Explanation, { value, length }: Formats): Array<[name: string, text: string]> {
  const added = (part: number) => `${part < 0 ? '−' : '+'}${length(Math.abs(part))}`;
  return [
    ['Level', value(e.level)],
    ['Trend', added(e.trend)],
    ['Season', added(e.season)],
    ['Calendar', added(e.calendar)],
    ...e.regressors.map((effect): [string, string] => [effect.name, added(effect.value)]),
    ['Expected', value(e.expected)],
  ];
}

const UNEXPLAINED = 'It follows other series, as its own history is too short';

function useExplanation(seriesKey: string, job: Job, timeMs: number): { explanation?: Explanation; text?: string } {
  const [state, setState] = useState<{ explanation?: Explanation; text?: string }>({});
  useEffect(() => {
    const abort = new AbortController();
    engine.explain(seriesKey, job, timeMs, { signal: abort.signal }).then(
      (explanation) => !abort.signal.aborted && setState(explanation ? { explanation } : { text: UNEXPLAINED }),
      (error: Error) => !abort.signal.aborted && setState({ text: `${error.message} [${faultCode(error)}]` })
    );
    return () => abort.abort();
  }, [seriesKey, job, timeMs]);
  return state;
}
