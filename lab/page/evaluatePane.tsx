/** Train and test error of the set's model: on what it has learnt, and walking forward on what it had not seen. */
import { dateTimeFormat, FieldType, type TimeRange } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { Alert, Button, LoadingPlaceholder, Stack, Text, useStyles2 } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { type Regressor } from '../../src/engine/series/series';
import { type EvaluationAnswer, type EvaluationJob } from './evaluate';
import { type LabSet } from './lab';
import { absoluteRange, runQuery } from './query';
import { getStyles } from './styles';

interface Props {
  set: LabSet;
  spec: object;
  timeZone: string;
}

const dayMs = 86_400_000;
const liveDays = 28;
const liveStepMs = 300_000;

export function EvaluatePane({ set, spec, timeZone }: Props) {
  const [answer, setAnswer] = useState<EvaluationAnswer | 'working'>();
  const [worker] = useState(() => new Worker('/evaluate.js'));
  useEffect(() => () => worker.terminate(), [worker]);
  const run = async () => {
    setAnswer('working');
    worker.onmessage = ({ data }: MessageEvent<EvaluationAnswer>) => setAnswer(data);
    worker.onerror = ({ message }) => setAnswer({ code: 'lab/worker', message });
    worker.postMessage(await jobFor(set, spec, timeZone));
  };
  return (
    <Stack direction="column" gap={2}>
      <Text color="secondary">
        Fits the model on the whole {set.live ? `of the last ${liveDays} days` : 'file'} and walks forward through it:
        every held-out value is judged by a model that had not seen it.{' '}
        {set.regressors?.length ? `Regressors: ${set.regressors.join(', ')}.` : ''}
      </Text>
      <div>
        <Button icon="calculator-alt" onClick={run} disabled={answer === 'working'}>
          Evaluate
        </Button>
      </div>
      {answer === 'working' && <LoadingPlaceholder text="Walking forward, one model a day…" />}
      {typeof answer === 'object' &&
        ('code' in answer ? (
          <Alert severity="error" title={answer.code}>
            {answer.message}
          </Alert>
        ) : (
          <Result {...answer} />
        ))}
    </Stack>
  );
}

function Result({ evaluation, flagged, kind }: Exclude<EvaluationAnswer, { code: string }>) {
  const { train, heldOut, interval } = evaluation;
  const styles = useStyles2(getStyles);
  const show = (value: number | null) => (value === null ? 'none' : value.toPrecision(4));
  const rows: Array<[string, number | null, number | null]> = [
    ['Values', train.n, heldOut.n],
    ['Mean squared error', train.mse, heldOut.mse],
    ['Mean absolute error', train.mae, heldOut.mae],
    ['R²', train.r2, heldOut.r2],
    ['MASE', train.mase, heldOut.mase],
  ];
  return (
    <Stack direction="column" gap={2}>
      <table className={styles.errors} data-testid="evaluation">
        <thead>
          <tr>
            <th>Model: {kind}</th>
            <th>Train</th>
            <th>Held out</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, a, b]) => (
            <tr key={name}>
              <td>{name}</td>
              <td>{show(a)}</td>
              <td>{show(b)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text>
        {(interval.coverage * 100).toFixed(1)} % of held-out values lie in the usual band;{' '}
        {evaluation.alertsPerWeek === null
          ? 'alerts a week are not measured yet'
          : `${evaluation.alertsPerWeek.toFixed(2)} alerts began a week`}
        .
      </Text>
      <Text color="secondary">
        Flagged:{' '}
        {flagged.length === 0
          ? 'nothing'
          : flagged
              .slice(0, 20)
              .map((ms) => dateTimeFormat(ms, { timeZone: 'utc', format: 'YYYY-MM-DD HH:mm' }))
              .join(', ')}
        {flagged.length > 20 && ` and ${flagged.length - 20} more`}
      </Text>
    </Stack>
  );
}

/** The whole set with its regressors' columns, as one job. */
async function jobFor(set: LabSet, spec: object, timeZone: string): Promise<EvaluationJob> {
  const range = set.live
    ? absoluteRange(Date.now() - liveDays * dayMs, Date.now())
    : absoluteRange(-8_640_000_000_000, 8_640_000_000_000);
  const frame = (await ask(set, range, timeZone)).series[0];
  const times = frame.fields.find((field) => field.type === FieldType.time)!;
  const [value, ...others] = frame.fields.filter((field) => field !== times);
  const timesMs = Float64Array.from(times.values);
  const numbers = (values: unknown[]) => Float64Array.from(values, (v) => (typeof v === 'number' ? v : NaN));
  const regressors = others.map((field): Regressor =>
    field.type === FieldType.string
      ? { name: field.name, kind: 'category', timesMs, labels: field.values.map(String) }
      : { name: field.name, kind: 'number', series: { timesMs, values: numbers(field.values) } }
  );
  const sorted = timesMs.slice().sort();
  return {
    input: { series: { timesMs, values: numbers(value.values) }, regressors },
    spec: set.live ? spec : { ...spec, ...columnsFor(set, spec) },
    fromMs: set.live ? range.to.valueOf() - 7 * dayMs : sorted[0],
    toMs: sorted[sorted.length - 1],
    stepMs: set.live ? liveStepMs : undefined,
  };
}

function ask(set: LabSet, range: TimeRange, timeZone: string) {
  const query = set.live
    ? { refId: 'A', datasource: { uid: 'prometheus' }, expr: set.expr, range: true, interval: '5m' }
    : { refId: 'A', datasource: { uid: 'rows' }, set: set.id };
  return runQuery(query as DataQuery, range, timeZone, (liveDays * dayMs) / liveStepMs);
}

/** The data source's spec names a regressor a label; the file has a column a category. */
function columnsFor(set: LabSet, spec: object): object {
  const features = 'features' in spec ? (spec.features as object) : {};
  return { features: { ...features, regressors: (set.regressors ?? []).map((name) => ({ name })) } };
}
