/** What a Grafana alert rule would read now: the frame of `output: alert`, and Threshold's verdict. */
import { type DataFrame, FieldType, type PanelData, rangeUtil } from '@grafana/data';
import { Alert, Badge, Button, InlineField, Input, Stack, Text } from '@grafana/ui';
import { type DataQuery } from '@grafana/schema';
import { useState } from 'react';
import { absoluteRange, runQuery } from './query';

interface Props {
  query: DataQuery;
  timeZone: string;
  /** The rule's evaluation time: the end of the shown range. */
  data: PanelData;
}

interface Row {
  labels: string;
  score: number | null;
  state: 'Alerting' | 'Normal' | 'NoData';
}

const colorOf = { Alerting: 'red', Normal: 'green', NoData: 'orange' } as const;

export function AlertPane({ query, timeZone, data }: Props) {
  const [threshold, setThreshold] = useState(1);
  const [result, setResult] = useState<PanelData>();
  const run = async () => {
    const range =
      data.timeRange.raw.to === 'now' ? rangeUtil.convertRawToRange({ from: 'now-10m', to: 'now' }) : lastDays(data);
    setResult(await runQuery({ ...query, output: 'alert' } as DataQuery, range, timeZone, 100));
  };
  const rows = result ? result.series.flatMap((frame) => readRows(frame, threshold)) : [];
  return (
    <Stack direction="column" gap={2}>
      <Stack alignItems="center">
        <InlineField label="Fire when score is above" labelWidth={24} style={{ marginBottom: 0 }}>
          <Input
            aria-label="Threshold"
            type="number"
            width={10}
            value={threshold}
            onChange={(event) => setThreshold(Number(event.currentTarget.value))}
          />
        </InlineField>
        <Button icon="bell" onClick={run}>
          Evaluate the rule
        </Button>
      </Stack>
      {result?.errors?.map((error, i) => (
        <Alert key={i} severity="error" title="The rule would be in state Error">
          {error.message}
        </Alert>
      ))}
      {rows.map((row) => (
        <Stack key={row.labels} alignItems="center" data-testid="alert-row">
          <Badge text={row.state} color={colorOf[row.state]} />
          <Text variant="code">{row.labels}</Text>
          <Text color="secondary">score {row.score === null ? 'none' : row.score.toFixed(2)}</Text>
        </Stack>
      ))}
      {result && rows.length === 0 && !result.errors?.length && (
        <Text color="secondary">No series: the rule would be in state NoData.</Text>
      )}
      {result?.series
        .flatMap((frame) => frame.meta?.notices ?? [])
        .map((notice, i) => (
          <Text key={i} color="secondary">
            {notice.text}
          </Text>
        ))}
    </Stack>
  );
}

/** A rule over a file's past: its evaluation time is the end of what is shown. */
function lastDays(data: PanelData) {
  const to = data.timeRange.to.valueOf();
  return absoluteRange(to - 2 * 86_400_000, to);
}

/** Reads a numeric-long frame as Grafana's alerting does: string columns are labels, the first number counts. */
function readRows(frame: DataFrame, threshold: number): Row[] {
  const labels = frame.fields.filter((field) => field.type === FieldType.string);
  const score = frame.fields.find((field) => field.type === FieldType.number);
  if (!score) {
    return [];
  }
  return Array.from({ length: frame.length }, (_, i) => {
    const value: number | null = score.values[i];
    return {
      labels: `{${labels.map((field) => `${field.name}="${field.values[i]}"`).join(', ')}}`,
      score: value,
      state: value === null ? 'NoData' : value > threshold ? 'Alerting' : 'Normal',
    };
  });
}
