/**
 * Times that people have marked in Grafana.
 */
import { getBackendSrv } from '@grafana/runtime';
import { Fault } from '../../engine/fault/fault';
import { Range } from '../../engine/spec/spec';
import { MsRange } from './query';

/** What train.exclude takes. */
const MOST = 1000;

interface Annotation {
  time: number;
  timeEnd?: number;
}

/**
 * The times that annotations with any of the tags mark in a range, as the engine excludes them: in the order of their
 * beginnings, none twice. Alert states are none. Twin: Grafana.Annotations in pkg/query/upstream/annotations.go.
 *
 * @throws Fault `query/too-many-annotations`; what Grafana's own client throws
 */
export async function markedBy(tags: string[], { fromMs, toMs }: MsRange): Promise<Range[]> {
  const asked = { tags, matchAny: true, type: 'annotation', limit: MOST + 1, from: fromMs, to: toMs };
  const found = await getBackendSrv().get<Annotation[]>('/api/annotations', asked);
  if (found.length > MOST) {
    throw new Fault(
      'query/too-many-annotations',
      `query: more than ${MOST} annotations have the tags of train.excludeTags (${tags.join(', ')}); want fewer in the range that is learnt from. Use a tag of its own for what is excluded.`
    );
  }
  const marked = found.map(({ time, timeEnd = 0 }) => ({ from: time, to: Math.max(timeEnd, time) + 1 })); // its last instant belongs to it
  const unique = new Map(marked.map((range) => [`${range.from} ${range.to}`, range]));
  return [...unique.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}
