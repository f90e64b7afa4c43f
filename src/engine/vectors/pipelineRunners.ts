/** Runners of the whole pipeline. Twin: pkg/engine/vectors_pipeline_test.go. */
import { type Analysis, State } from '../analysis';
import { analyse } from '../pipeline';
import { parseSpec } from '../spec/parse';
import type { Inputs, Runner } from './runner';

export const pipelineRunners: Record<string, Runner> = {
  'pipeline/analyse': {
    inputs: ['times', 'values', 'spec', 'fromMs', 'toMs'],
    run: (i) => {
      const { stepMs, notices, models, ...columns } = analysisOf(i, i.numbers('times'));
      return columns;
    },
  },
  'pipeline/states': {
    inputs: ['startMs', 'stepMs', 'values', 'spec', 'fromMs', 'toMs'],
    run: (i) => {
      const start = i.number('startMs');
      const step = i.number('stepMs');
      const { state, notices } = analysisOf(
        i,
        i.numbers('values').map((_, k) => start + k * step),
        step
      );
      return { runs: runsOf(state), notices: notices.map(({ code }) => code) };
    },
  },
};

function analysisOf(i: Inputs, timesMs: Float64Array, stepMs?: number): Analysis {
  const series = { timesMs, values: i.numbers('values') };
  return analyse({ series }, parseSpec(i.raw('spec')).spec, {
    fromMs: i.number('fromMs'),
    toMs: i.number('toMs'),
    stepMs,
  });
}

/** How many slots in a row have which state, in words. */
function runsOf(states: Uint8Array): Array<[number, string]> {
  const words = Object.keys(State).map((word) => word.toLowerCase());
  const runs: Array<[number, string]> = [];
  states.forEach((state, i) => {
    if (i > 0 && state === states[i - 1]) {
      runs[runs.length - 1][0]++;
    } else {
      runs.push([1, words[state]]);
    }
  });
  return runs;
}
