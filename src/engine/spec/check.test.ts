/** @jest-environment node */
import { parseSpec } from './parse';

const REMEDY = 'It is a share: write 0.95 for 95 %.';

test.each([
  [{ band: { core: 95 } }, true],
  [{ band: { edge: { coverage: 99.9 } } }, true],
  [{ band: { core: 0.999 } }, false],
  [{ band: { core: 0 } }, false],
  [{ model: { neural: { learningRate: 5 } } }, false],
  [{ detect: { recover: 5_000_000 } }, false],
])('%j is refused; a percentage for a share is told how to write it: %s', (spec, told) => {
  let message = '';
  try {
    parseSpec(spec);
  } catch (error) {
    message = (error as Error).message;
  }
  expect([message !== '', message.endsWith(REMEDY)]).toEqual([true, told]);
});
