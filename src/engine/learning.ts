/**
 * What to say of a series that has no model.
 * Twin: pkg/engine/learning.go.
 */
import { windowMs } from './cuts';
import { Fault } from './fault/fault';
import { Notice } from './notice/notice';
import { durationMs } from './spec/duration';
import { Spec } from './spec/spec';
import { minPoints } from './train';

/** Says why there is no model: not yet, or never; the fault's sentence begins with its stage. */
export function learning(fault: Fault, spec: Spec, stepMs: number): Notice {
  return neverLearns(spec, stepMs) ?? { ...LEARNING, text: LEARNING.text + fault.message.replace(/^fit: /, '') };
}

const LEARNING: Notice = { code: 'fit/learning', severity: 'info', text: 'fit: still learning: ' };

/** Of a window with fewer slots than a model needs points. */
function neverLearns(spec: Spec, stepMs: number): Notice | undefined {
  const slots = Math.floor(windowMs(spec, stepMs) / stepMs);
  const least = minPoints(spec);
  return slots >= least
    ? undefined
    : {
        code: 'fit/never-learns',
        severity: 'warning',
        text: `fit: train.window holds ${slots} slots of ${stepMs / 1000} s; want at least ${least}, or no model is ever learnt. Lengthen train.window, shorten grid.step, or lower train.minPoints.`,
      };
}

/** Of cuts that lie further apart than a window reaches. */
export function unlearntBetween(spec: Spec, stepMs: number): Notice | undefined {
  return durationMs(spec.train.every) <= windowMs(spec, stepMs)
    ? undefined
    : {
        code: 'fit/unlearnt-history',
        severity: 'warning',
        text: `fit: train.every is ${spec.train.every}, longer than train.window, so most of the history is never learnt from; want train.every of at most train.window.`,
      };
}
