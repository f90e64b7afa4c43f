/** A worker of the page: the engine over a whole set, with the errors on what it has learnt and on what it has not. */
import { analyse, type Input } from '../../src/engine/pipeline';
import { evaluate, type Evaluation } from '../../src/engine/evaluation';
import { parseSpec } from '../../src/engine/spec/parse';

/** The set's points and the spec to judge them by. */
export interface EvaluationJob {
  input: Input;
  spec: object;
  fromMs: number;
  toMs: number;
  stepMs?: number;
}

/** What comes back; `flagged` are the times of points that would have alerted, `kind` the newest model's. */
export type EvaluationAnswer =
  { evaluation: Evaluation; flagged: number[]; kind: string } | { code: string; message: string };

self.onmessage = ({ data }: MessageEvent<EvaluationJob>) => self.postMessage(answer(data));

function answer({ input, spec: raw, ...window }: EvaluationJob): EvaluationAnswer {
  try {
    const { spec } = parseSpec(raw);
    const analysis = analyse(input, spec, window);
    const flagged = Array.from(analysis.timesMs).filter((_, i) => analysis.anomaly[i] === 1);
    return { evaluation: evaluate(analysis, spec), flagged, kind: analysis.models.at(-1)?.kind ?? 'none' };
  } catch (error) {
    const { code = 'lab/bug', message } = error as Error & { code?: string };
    return { code, message };
  }
}
