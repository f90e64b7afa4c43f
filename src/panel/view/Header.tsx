/**
 * The line above the chart: the promise and what the parts mean on the left, remarks and the bell on the right.
 */
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, Tooltip, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { Fault } from '../../engine/fault/fault';
import { Notice } from '../../engine/notice/notice';
import { Style } from '../draw/config';
import { shapeOf } from '../../draw/marks';
import { severityColor, Tints } from '../../draw/palette';
import { REASON_NAMES } from '../../frames/reasons';
import { Show } from '../options';
import { isBroken, Promised, promiseText } from '../promise';

/** CSS pixels. */
export const HEADER_HEIGHT = 22;

/** Below this width there is room for the remarks only. */
const KEY_WIDTH = 420;

interface Props {
  width: number;
  styles: Style[];
  show: Show;
  /** Of the anomalies that are shown. */
  reasons: number[];
  promised?: Promised;
  /** Of many series: how many are anomalous now. */
  summary?: string;
  notices: Notice[];
  /** Why the last run failed: what is drawn is of the run before, or lines alone. */
  fault?: Fault;
  progress?: string;
  /** What can be done with what is shown. */
  action: React.ReactNode;
}

/** Promise, key, remarks and action. */
export function Header({
  width,
  styles: series,
  show,
  reasons,
  promised,
  summary,
  notices,
  fault,
  progress,
  action,
}: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.line} style={{ width }}>
      {summary && <strong>{summary}</strong>}
      {promised && width >= KEY_WIDTH && (
        <Tooltip content={PROMISE_HELP} placement="bottom-start">
          <span className={isBroken(promised) ? styles.broken : styles.promise}>{promiseText(promised)}</span>
        </Tooltip>
      )}
      {show.key && width >= KEY_WIDTH && series.length > 0 && (
        <Key tints={(series.find(({ band }) => band) ?? series[0]).tints} show={show} reasons={reasons} />
      )}
      <div className={styles.grow} />
      {progress && (
        <span className={styles.remark} role="status">
          {progress}…
        </span>
      )}
      {fault && <NotApplied fault={fault} />}
      {notices.length > 0 && <Remarks notices={notices} />}
      {action}
    </div>
  );
}

const PROMISE_HELP =
  'Incidents that began, per week of judged time, of what this panel has shown so far. Each slot is judged by what was learnt before it. It takes 7 days to measure.';

function Key({ tints, show, reasons }: { tints: Tints; show: Show; reasons: number[] }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  return (
    <div className={styles.key} aria-label="Key of the chart">
      <Entry name="Value">
        <line x1="0" y1="5" x2="18" y2="5" stroke={tints.value} strokeWidth="2" />
      </Entry>
      {show.expected && (
        <Entry name="Expected">
          <line x1="0" y1="5" x2="18" y2="5" stroke={tints.expected} strokeWidth="1.5" strokeDasharray="5 3" />
        </Entry>
      )}
      {show.interval && (
        <Entry name="Interval">
          <rect width="18" height="10" fill={tints.limit} />
          <rect width="18" height="10" fill={tints.interval} />
        </Entry>
      )}
      {show.limit && (
        <Entry name="Limit">
          <rect x="0.5" y="0.5" width="17" height="9" fill={tints.limit} stroke={tints.outline} strokeDasharray="2 2" />
        </Entry>
      )}
      {reasons.map((reason) => (
        <Entry key={reason} name={REASON_NAMES[reason]}>
          <polygon
            points={shapeOf(reason)
              .map(([x, y]) => `${9 + 4.5 * x},${9.5 - 4.5 * y}`)
              .join(' ')}
            fill={severityColor('severe', theme)}
          />
        </Entry>
      ))}
    </div>
  );
}

function Entry({ name, children }: { name: string; children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.entry}>
      <svg width="18" height="10" aria-hidden>
        {children}
      </svg>
      {name}
    </span>
  );
}

function NotApplied({ fault: { code, message } }: { fault: Fault }) {
  const styles = useStyles2(getStyles);
  return (
    <Tooltip content={`${message} (${code})`} placement="bottom-end">
      <button type="button" className={styles.warning} aria-label={`Not applied: ${message}`}>
        <Icon name="exclamation-triangle" size="sm" /> Not applied
      </button>
    </Tooltip>
  );
}

function Remarks({ notices }: { notices: Notice[] }) {
  const styles = useStyles2(getStyles);
  const warned = notices.some(({ severity }) => severity === 'warning');
  const label = labelOf(notices);
  const list = (
    <ul className={styles.list}>
      {notices.slice(0, 12).map(({ code, text }) => (
        <li key={code + text}>{text}</li>
      ))}
      {notices.length > 12 && <li>and {notices.length - 12} more</li>}
    </ul>
  );
  return (
    <Tooltip content={list} placement="bottom-end">
      <button
        type="button"
        className={warned ? styles.warning : styles.remark}
        aria-label={notices.map(({ text }) => text).join(' ')}
      >
        <Icon name={warned ? 'exclamation-triangle' : 'info-circle'} size="sm" /> {label}
      </button>
    </Tooltip>
  );
}

/** Remarks that have a short name of their own. */
const LABELS: Array<[code: RegExp, label: string]> = [
  [/^fit\/learning$/, 'Learning'],
  [/^fit\/pooled$/, 'Shape of the other series'],
  [/^fit\/short-window$/, 'Last points only'],
  [/^history\//, 'Visible range only'],
  [/^clean\/counter$/, 'Looks like a counter'],
];

function labelOf(notices: Notice[]): string {
  const known = LABELS.filter(([code]) => notices.some((notice) => code.test(notice.code)));
  const others = notices.filter((notice) => !LABELS.some(([code]) => code.test(notice.code))).length;
  const names = known.map(([, label]) => label);
  return [...names, ...(others > 0 ? [`${others} ${others === 1 ? 'remark' : 'remarks'}`] : [])].join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => {
  const remark = {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0, 0.75),
    border: 'none',
    fontSize: 'inherit',
    lineHeight: 1.5,
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.action.hover,
    color: theme.colors.text.primary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  } as const;
  return {
    line: css({
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      height: HEADER_HEIGHT,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    grow: css({ flexGrow: 1 }),
    promise: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
    broken: css({ color: theme.colors.warning.text, whiteSpace: 'nowrap' }),
    key: css({
      display: 'flex',
      gap: theme.spacing(1.5),
      color: theme.colors.text.secondary,
      whiteSpace: 'nowrap',
      overflow: 'hidden',
    }),
    entry: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
    remark: css(remark),
    warning: css({ ...remark, color: theme.colors.warning.text, background: theme.colors.warning.transparent }),
    list: css({ margin: 0, paddingLeft: theme.spacing(2) }),
  };
};
