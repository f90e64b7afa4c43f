/**
 * The query's own last answer, drawn small beside the controls that shape it.
 */
import { PanelData } from '@grafana/data';
import { Text, useTheme2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { AnalysedSeries, isAnalysed, readAnalysed } from '../frames/analysed';
import { runsOf } from '../draw/runs';
import { seriesColor, severityColor, tintsOf } from '../draw/palette';
import { HEIGHT, sketchOf, WIDTH } from './sketch';

interface Props {
  data: PanelData | undefined;
  refId: string;
}

/** Bands and outliers have a picture, of their first series; numbers and tables have none. */
export function Preview({ data, refId }: Props) {
  const series = useMemo(() => firstOf(data, refId), [data, refId]);
  return series && <Picture series={series} />;
}

function Picture({ series }: { series: AnalysedSeries }) {
  const theme = useTheme2();
  const { source, analysis } = series;
  const paths = useMemo(() => sketchOf(analysis), [analysis]);
  const tints = tintsOf(seriesColor(source, 0, true, theme), 1, theme);
  const anomalies = runsOf(analysis.anomaly.length, (i) => analysis.anomaly[i] === 1).length;
  const text = `${source.name}: ${anomalies} ${anomalies === 1 ? 'anomaly' : 'anomalies'} in the last answer`;
  const thin = { fill: 'none', vectorEffect: 'non-scaling-stroke' } as const;
  return (
    <div>
      <svg
        role="img"
        aria-label={text}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        style={{ width: '100%', height: HEIGHT, display: 'block', overflow: 'visible' }}
      >
        <path d={paths.limit} fill={tints.limit} />
        <path d={paths.interval} fill={tints.interval} />
        <path d={paths.expected} stroke={tints.expected} strokeDasharray="5 3" {...thin} />
        <path d={paths.value} stroke={tints.value} strokeWidth={1.5} {...thin} />
        <path
          d={paths.anomalies}
          stroke={severityColor('severe', theme)}
          strokeWidth={5}
          strokeLinecap="round"
          {...thin}
        />
      </svg>
      <Text variant="bodySmall" color="secondary" element="p">
        {text}
      </Text>
    </div>
  );
}

// A frame of a later version is the panel's to refuse, with a reason.
function firstOf(data: PanelData | undefined, refId: string): AnalysedSeries | undefined {
  const frame = data?.series.find((one) => (one.refId ?? refId) === refId && isAnalysed(one) && one.length > 0);
  try {
    return frame && readAnalysed(frame);
  } catch {
    return undefined;
  }
}
