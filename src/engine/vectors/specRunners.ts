/** Runners of stage spec. Twin: pkg/engine/vectors/spec_test.go. */
import { durationMs } from '../spec/duration';
import { instantMs } from '../spec/instant';
import { parseSpecText } from '../spec/parse';
import type { Result, Runner } from './runner';

export const specRunners: Record<string, Runner> = {
  'spec/parseSpecText': {
    inputs: ['text'],
    run: (i) => {
      const { spec, notices } = parseSpecText(i.raw('text') as string);
      return { spec: spec as unknown as Result, notices: notices.map(({ code }) => code) };
    },
  },
  'spec/durationMs': { inputs: ['text'], run: (i) => durationMs(i.raw('text') as string) },
  'spec/instantMs': { inputs: ['text'], run: (i) => instantMs(i.raw('text') as string) },
};
