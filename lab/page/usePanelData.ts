/** Runs the query when it, the range or the width changes, and again while the range ends at now. */
import { LoadingState, type PanelData, rangeUtil, type TimeRange } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { useCallback, useEffect, useRef, useState } from 'react';
import { emptyData, runQuery } from './query';

const refreshMs = 10_000;

export function usePanelData(query: DataQuery, range: TimeRange, timeZone: string, width: number) {
  const [data, setData] = useState<PanelData>(() => emptyData(range));
  const [turn, setTurn] = useState(0);
  const newest = useRef(0);
  const refresh = useCallback(() => setTurn((n) => n + 1), []);
  const sized = width > 0;
  useEffect(() => {
    if (!sized) {
      return;
    }
    const mine = ++newest.current;
    const shown = rangeUtil.isRelativeTimeRange(range.raw) ? rangeUtil.convertRawToRange(range.raw) : range;
    setData((before) => ({ ...before, state: LoadingState.Loading }));
    runQuery(query, shown, timeZone, width)
      .catch((error: Error): PanelData => ({
        ...emptyData(shown),
        state: LoadingState.Error,
        errors: [{ message: error.message }],
      }))
      .then((answer) => mine === newest.current && setData(answer)); // a later query has overtaken this one
    // The width only bounds the number of points; a resized window needs no new query.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [query, range, timeZone, sized, turn]);
  useEffect(() => {
    if (range.raw.to !== 'now') {
      return;
    }
    const timer = setInterval(refresh, refreshMs);
    return () => clearInterval(timer);
  }, [range, refresh]);
  return { data, refresh };
}
