/**
 * What crosses between the page and the engine's worker: plain data only, each reply carrying its request's id.
 */
import { Fault } from '../fault/fault';
import type { Analysis } from '../analysis';
import type { Explanation } from '../explain/explanation';
import type { Input, Window } from '../pipeline';
import type { Spec } from '../spec/spec';

/** What one series asks of the engine. Plain data: it crosses to the worker by structured clone. */
export interface Job {
  input: Omit<Input, 'pools'>;
  spec: Spec;
  /** `stepMs` is required here, since cached models depend on it. */
  window: Window & { stepMs: number };
}

/** What the engine is asked to do: judge a job's window, or explain the slot that holds an instant. */
export type Task =
  { type: 'analyse'; id: number; job: Job } | { type: 'explain'; id: number; job: Job; timeMs: number };

/** From the page to the worker. */
export type Request = Task | { type: 'cancel'; id: number };

/** From the worker to the page. */
export type Reply =
  | { type: 'ready' }
  | { type: 'progress'; id: number; done: number; total: number }
  | { type: 'analysis'; id: number; analysis: Analysis }
  | { type: 'explanation'; id: number; explanation?: Explanation }
  | { type: 'fault'; id: number; code: string; message: string };

const REPLY_TYPES: ReadonlySet<unknown> = new Set(['progress', 'analysis', 'explanation', 'fault']);
const REQUEST_TYPES: ReadonlySet<unknown> = new Set(['analyse', 'explain', 'cancel']);

/**
 * Whether a message is one of ours; a browser extension may post others.
 *
 * @param data - whatever a message event holds
 * @returns true for a Request
 */
export function isRequest(data: unknown): data is Request {
  return hasType(data, REQUEST_TYPES);
}

/**
 * Whether a message is an answer of the worker; see isRequest.
 *
 * @param data - whatever a message event holds
 * @returns true for a Reply
 */
export function isReply(data: unknown): data is Reply {
  return hasType(data, REPLY_TYPES) || (isRecord(data) && data.type === 'ready');
}

/**
 * An error as a reply. What is not a Fault is our own mistake and says so.
 *
 * @param id - of the request that failed
 * @param error - whatever was thrown
 * @returns a reply of type fault
 */
export function faultReply(id: number, error: unknown): Reply {
  if (error instanceof Fault) {
    return { type: 'fault', id, code: error.code, message: error.message };
  }
  const text = error instanceof Error ? error.message : String(error);
  return {
    type: 'fault',
    id,
    code: 'worker/bug',
    message: `BUG: worker: ${text}; please report with this panel's JSON.`,
  };
}

function hasType(data: unknown, types: ReadonlySet<unknown>): boolean {
  return isRecord(data) && types.has(data.type) && typeof data.id === 'number';
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null;
}
