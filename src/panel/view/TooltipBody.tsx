/**
 * What the tooltip says: the point, its interval and limit, its severity, and the reason in a sentence.
 */
import {
  dateTimeFormat,
  formattedValueToString,
  getDisplayProcessor,
  getValueFormat,
  GrafanaTheme2,
  systemDateFormats,
} from '@grafana/data';
import { TimeZone } from '@grafana/schema';
import { SeriesIcon, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { Style } from '../draw/config';
import { limitAt } from '../../draw/measure';
import { severityColor, severityOf } from '../../draw/palette';
import { Analysis } from '../../engine/analysis';
import { Reason } from '../../engine/detect/score';
import { REASON_NAMES } from '../../frames/reasons';
import { Scene } from '../draw/scene';
import { Drawn } from '../run';
import { incidentText, learntFrom, statusOf } from './describe';
import { Formats, sentenceOf } from './sentence';
import { getStyles } from './tooltipStyles';
import { Why } from './Why';

/** More rows than these hide the plot. */
const MAX_ROWS = 12;

interface Props {
  timeMs: number;
  row: number | null;
  /** The uPlot series nearest to the cursor. */
  line: number | null;
  scene: Scene;
  styles: Style[];
  all: boolean;
  timeZone: TimeZone;
  /** Whether a click holds it: then there is time to ask why. */
  pinned: boolean;
}

/** The tooltip of one time: one series in full, or every series in one row each. */
export function TooltipBody({ timeMs, row, line, scene, styles: series, all, timeZone, pinned }: Props) {
  const styles = useStyles2(getStyles);
  if (row === null || !Number.isFinite(timeMs)) {
    return null;
  }
  const near = nearest(scene, series, line, row);
  const marks = scene.marks.filter(
    ({ fromMs, toMs }) => fromMs <= timeMs + halfStep(scene) && toMs >= timeMs - halfStep(scene)
  );
  return (
    <div className={styles.box}>
      <div className={styles.time}>{dateTimeFormat(timeMs, { timeZone })}</div>
      {all && scene.drawn.length > 1 && <Others scene={scene} series={series} row={row} />}
      {near !== undefined && isAt(scene, near, row) && (
        <Point
          drawn={scene.drawn[near]}
          style={series[near]}
          value={valueAt(scene, near, row)}
          i={scene.aligned.slots[near][row]}
          timeZone={timeZone}
          pinned={pinned}
        />
      )}
      {marks.map(({ text, fromMs }) => (
        <div key={`${fromMs}${text}`} className={styles.reason}>
          {text}
        </div>
      ))}
    </div>
  );
}

function Point(props: PointProps) {
  const { drawn, style, value, i } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const formats = formatsOf(style, theme);
  return (
    <>
      <div className={styles.name}>
        <SeriesIcon color={style.tints.value} /> {drawn.source.name}
      </div>
      <dl className={styles.grid}>
        <dt>Value</dt>
        <dd className={styles.value}>{formats.value(value)}</dd>
        {i >= 0 &&
          rowsOf(drawn.analysis, i, style.stepped, formats.value).map(([name, text]) => (
            <React.Fragment key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </React.Fragment>
          ))}
      </dl>
      {i >= 0 && <Verdict {...props} formats={formats} />}
    </>
  );
}

/** What the slot that holds the point was judged to be. */
function Verdict({
  drawn: { source, analysis, job },
  i,
  timeZone,
  pinned,
  formats,
}: PointProps & { formats: Formats }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const status = statusOf(analysis, i);
  const clock = (timeMs: number) => dateTimeFormat(timeMs, { timeZone, format: systemDateFormats.interval.minute });
  const incident = analysis.anomaly[i] === 1 ? incidentText(analysis, i, formats.value, clock, lengthText) : '';
  const severity = severityOf(analysis.score[i], analysis.anomaly[i]);
  return (
    <>
      <div className={styles.status} style={status.alarming ? { color: severityColor(severity, theme) } : {}}>
        <span aria-hidden>{status.sign}</span> {status.text}
        {incident}
      </div>
      {[sentenceOf(analysis, i, formats), learntFrom(analysis, analysis.timesMs[i])].map(
        (text) =>
          text && (
            <div key={text} className={styles.reason}>
              {text}
            </div>
          )
      )}
      {pinned && job && Number.isFinite(analysis.expected[i]) && (
        <Why
          key={`${source.key} ${analysis.timesMs[i]}`}
          seriesKey={source.key}
          job={job}
          timeMs={analysis.timesMs[i]}
          formats={formats}
        />
      )}
    </>
  );
}

interface PointProps {
  drawn: Drawn;
  style: Style;
  /** The query's own, where it has a point here; else the one judged. */
  value: number;
  /** The slot that holds the point, or -1. */
  i: number;
  timeZone: TimeZone;
  pinned: boolean;
}

/** What was judged, expected value, interval and limit; of an anomaly the limit on its side, with the reason that it belongs to. */
function rowsOf(
  a: Analysis,
  i: number,
  stepped: boolean,
  format: (value: number) => string
): Array<[name: string, text: string]> {
  const slot = lengthText(a.stepMs);
  const judged: Array<[string, string]> = stepped ? [[`Judged over ${slot}`, format(a.value[i])]] : [];
  if (!Number.isFinite(a.expected[i])) {
    return judged;
  }
  const range = (lower: Float64Array, upper: Float64Array) => `${format(lower[i])} – ${format(upper[i])}`;
  const fired =
    a.score[i] > 1 && a.reason[i] > Reason.None && a.reason[i] !== Reason.Missing && a.reason[i] !== Reason.Stuck;
  return [
    ...judged,
    ['Expected', format(a.expected[i])],
    ['Interval', range(a.intervalLower, a.intervalUpper)],
    [
      'Limit',
      fired ? `${format(limitAt(a, i))} (${REASON_NAMES[a.reason[i]].toLowerCase()})` : range(a.lower, a.upper),
    ],
    ['Score', Number.isFinite(a.score[i]) ? a.score[i].toFixed(2) : '–'],
  ];
}

function lengthText(ms: number): string {
  return formattedValueToString(getValueFormat('ms')(ms));
}

function Others({ scene, series, row }: { scene: Scene; series: Style[]; row: number }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const rows = scene.drawn.flatMap(({ source, analysis }, s) => {
    const i = scene.aligned.slots[s][row];
    return series[s]?.visible && isAt(scene, s, row)
      ? {
          key: source.key,
          name: source.name,
          s,
          value: valueAt(scene, s, row),
          sign: i >= 0 ? statusOf(analysis, i).sign : '',
        }
      : [];
  });
  return (
    <dl className={styles.grid}>
      {rows.slice(0, MAX_ROWS).map(({ key, name, s, value, sign }) => (
        <React.Fragment key={key}>
          <dt>
            <SeriesIcon color={series[s].tints.value} /> {name}
          </dt>
          <dd>
            {formatsOf(series[s], theme).value(value)} {sign}
          </dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

function isAt({ aligned }: Scene, s: number, row: number): boolean {
  return aligned.points[s][row] >= 0 || aligned.slots[s][row] >= 0;
}

function valueAt({ drawn, aligned }: Scene, s: number, row: number): number {
  const { line, analysis } = drawn[s];
  const point = aligned.points[s][row];
  return point >= 0 ? line.values[point] : analysis.value[aligned.slots[s][row]];
}

function nearest(scene: Scene, series: Style[], line: number | null, row: number): number | undefined {
  if (line !== null && line > 0) {
    return scene.layout[line - 1].s;
  }
  const here = scene.drawn.findIndex((_, s) => series[s]?.visible && isAt(scene, s, row));
  return here >= 0 ? here : undefined;
}

function halfStep({ drawn }: Scene): number {
  return (drawn[0]?.analysis.stepMs ?? 0) / 2;
}

function formatsOf({ field }: Style, theme: GrafanaTheme2): Formats {
  const display = field.display ?? getDisplayProcessor({ field, theme });
  const value = (number: number) => (Number.isFinite(number) ? formattedValueToString(display(number)) : '–');
  const { unit } = field.config;
  const share = unit === 'percentunit' ? 100 : unit === 'percent' ? 1 : undefined;
  // A difference of shares in per cent would read as a ratio.
  const length = (number: number) => `${Number((number * share!).toPrecision(2))} percentage points`;
  return { value, length: share === undefined ? value : length };
}
