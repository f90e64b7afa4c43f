/**
 * The picture of the present data: the query's own lines at once, and what is known of each by now.
 */
import { LoadingState, PanelData } from '@grafana/data';
import { useEffect, useMemo, useState } from 'react';
import { engine } from '../../engine/worker/client';
import { Fault } from '../../engine/fault/fault';
import { Analyst, Found, NOTHING, queriesOf } from '../analyst';
import { isJudged, linesOf } from '../lines';
import { Promised } from '../promise';
import { Picture } from '../run';

/** What the panel knows just now. */
export interface PictureState {
  /** Undefined where the data hold no series. */
  picture?: Picture;
  /** Alerts a week of the picture's series. */
  promised?: Promised;
  fault?: Fault;
  /** What is being done, for people; undefined when nothing is. */
  progress?: string;
}

/**
 * The picture of the present data and spec.
 *
 * @param data - of the panel
 * @param spec - as stored
 * @returns the lines of the data with the newest bands of the same queries, what is being done, and why the last run failed
 */
export function usePicture(data: PanelData, spec: object): PictureState {
  const [found, setFound] = useState<Found>(NOTHING);
  const [analyst] = useState(() => new Analyst(engine, setFound));
  const specText = JSON.stringify(spec);
  useEffect(() => engine.hold(), []);
  useEffect(() => () => analyst.stop(), [analyst]);
  // Until an answer is whole Grafana may show the one before: its lines are drawn, and judged once it is whole.
  const isWhole = data.state !== LoadingState.Loading && data.state !== LoadingState.NotStarted;
  useEffect(() => {
    if (isWhole) {
      analyst.ask({ data, specText });
    }
  }, [analyst, data, isWhole, specText]);
  const { lines, fault } = useMemo(() => readLines(data), [data]);
  const isOwn = !isWhole || found.queries === queriesOf(data);
  const { judged } = found;
  const drawn = useMemo(
    () =>
      lines?.map((line) => {
        const verdict = isOwn && !isJudged(line) ? judged.get(line.source.key) : undefined;
        return verdict ? { ...verdict, source: line.source, line: line.line } : line;
      }),
    [lines, judged, isOwn]
  );
  const { notices, promised, progress } = isOwn ? found : NOTHING;
  const picture = useMemo(() => drawn && { drawn, notices }, [drawn, notices]);
  return { picture, promised, progress, fault: fault ?? (isOwn ? found.fault : undefined) };
}

function readLines(data: PanelData): { lines?: Picture['drawn']; fault?: Fault } {
  try {
    return { lines: linesOf(data) };
  } catch (error) {
    return { fault: error as Fault };
  }
}
