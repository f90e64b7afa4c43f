/**
 * The line of the query editor that says what the query costs its upstream.
 */
import { PanelData, TimeRange } from '@grafana/data';
import { Text } from '@grafana/ui';
import React, { useMemo } from 'react';
import { costText, Reading, readingOf, seriesIn } from './cost';
import { TidemarkQuery } from './types';

interface Props {
  query: TidemarkQuery;
  /** The last answer, for the number of series. */
  data?: PanelData;
  range?: TimeRange;
}

/** Nothing stands here while the spec is refused; its own control says why. */
export function UpstreamCost({ query, data, range: shown }: Props) {
  const { spec, output } = query;
  const range = data?.timeRange ?? shown;
  const reading = useMemo(() => tryReading({ spec, output }, range), [spec, output, range]);
  if (!reading) {
    return null;
  }
  return (
    <Text variant="bodySmall" color="secondary" element="p">
      Upstream: {costText(reading, seriesIn(data?.series ?? [], query.refId))}
    </Text>
  );
}

function tryReading(query: Pick<TidemarkQuery, 'spec' | 'output'>, range: TimeRange | undefined): Reading | undefined {
  const nowMs = Date.now();
  try {
    return readingOf(query, range?.from.valueOf() ?? nowMs, range?.to.valueOf() ?? nowMs, nowMs);
  } catch {
    return undefined;
  }
}
