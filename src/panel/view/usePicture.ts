/**
 * Runs the panel's flow whenever its data or spec change, and holds the last picture meanwhile.
 */
import { LoadingState, PanelData } from '@grafana/data';
import { useEffect, useState } from 'react';
import { engine } from '../../engine/worker/client';
import { Fault, faultCode } from '../../engine/fault/fault';
import { HistoryStore } from '../history/store';
import { Promised, Walked } from '../promise';
import { Picture, run } from '../run';

/** What the panel knows just now. */
export interface PictureState {
  picture?: Picture;
  /** Alerts a week of the picture's series. */
  promised?: Promised;
  fault?: Fault;
  /** What is being done, for people; undefined when nothing is. */
  progress?: string;
}

/** While someone turns a slider, one run after the last move is enough. */
const SETTLE_MS = 120;

/**
 * The picture of the present data and spec.
 *
 * @param data - of the panel
 * @param spec - as stored
 * @returns the last complete picture, what is being done, and why the last run failed if it did
 */
export function usePicture(data: PanelData, spec: object): PictureState {
  const [history] = useState(() => new HistoryStore());
  const [walked] = useState(() => new Walked());
  const [state, setState] = useState<PictureState>({ progress: 'Starting' });
  const specText = JSON.stringify(spec);
  useEffect(() => engine.hold(), []);
  useEffect(() => {
    if (data.state === LoadingState.Loading || data.state === LoadingState.NotStarted) {
      return; // Grafana shows its own loading bar, and the last picture stays
    }
    const abort = new AbortController();
    const onProgress = (progress: string) => !abort.signal.aborted && setState((before) => ({ ...before, progress }));
    const timer = setTimeout(() => {
      run({ data, spec: JSON.parse(specText), history, engine, signal: abort.signal, onProgress })
        .then((picture) => {
          if (!abort.signal.aborted) {
            const question = JSON.stringify([specText, data.request?.targets, data.request?.scopedVars]);
            setState({ picture, promised: walked.add(question, picture.drawn) });
          }
        })
        .catch((error) => !abort.signal.aborted && setState({ fault: asFault(error) }));
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [data, specText, history, walked]);
  return state;
}

function asFault(error: unknown): Fault {
  if (faultCode(error) !== 'uncoded') {
    return error as Fault;
  }
  const text = error instanceof Error ? error.message : String(error);
  return new Fault('panel/bug', `BUG: panel: ${text}; please report with this panel's JSON.`);
}
