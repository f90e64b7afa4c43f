/**
 * The series of a panel with many, the most anomalous now first. Hovering over a row shows its band, a click keeps it.
 */
import { css, cx } from '@emotion/css';
import { formattedValueToString, getDisplayProcessor, getValueFormat, GrafanaTheme2 } from '@grafana/data';
import { SeriesIcon, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { severityColor } from '../../draw/palette';
import { REASON_NAMES } from '../../frames/reasons';
import { Style } from '../draw/config';
import { Rank } from '../rank';

interface Props {
  ranks: Rank[];
  styles: Style[];
  /** Keys of the series whose bands are kept. */
  picked: ReadonlySet<string>;
  onPick(picked: ReadonlySet<string>): void;
  /** The key of the row under the pointer or in focus; undefined when none is. */
  onPreview(key: string | undefined): void;
}

/** The bar's end: a score of so many times the limit, and beyond. */
const FULL_SCORE = 4;

/** One row a series. */
export function RankedList({ ranks, styles: series, picked, onPick, onPreview }: Props) {
  const styles = useStyles2(getStyles);
  const pick = (key: string, event: React.MouseEvent) => {
    if (event.ctrlKey || event.metaKey) {
      onPick(new Set(picked.has(key) ? [...picked].filter((other) => other !== key) : [...picked, key]));
    } else {
      onPick(new Set(picked.has(key) && picked.size === 1 ? [] : [key]));
    }
  };
  return (
    <div className={styles.list} role="group" aria-label="Most anomalous now" onMouseLeave={() => onPreview(undefined)}>
      {ranks
        .filter(({ s }) => series[s]?.visible)
        .map((one) => (
          <button
            key={one.key}
            type="button"
            className={cx(styles.row, picked.has(one.key) && styles.picked)}
            aria-pressed={picked.has(one.key)}
            onClick={(event) => pick(one.key, event)}
            onMouseEnter={() => onPreview(one.key)}
            onFocus={() => onPreview(one.key)}
            onBlur={() => onPreview(undefined)}
          >
            <Row rank={one} style={series[one.s]} />
          </button>
        ))}
    </div>
  );
}

function Row({ rank: { name, value, score, severity, lastedMs, reason }, style }: { rank: Rank; style: Style }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const display = style.field.display ?? getDisplayProcessor({ field: style.field, theme });
  const color = severity ? severityColor(severity, theme) : theme.colors.text.disabled;
  const share = Number.isFinite(score) ? Math.min(1, score / FULL_SCORE) : 0;
  return (
    <>
      <SeriesIcon color={style.color} />
      <span className={styles.name}>{name}</span>
      <span className={styles.number}>{Number.isFinite(value) ? formattedValueToString(display(value)) : '–'}</span>
      <span className={styles.track} aria-hidden>
        <span style={{ display: 'block', height: '100%', width: `${100 * share}%`, background: color }} />
      </span>
      <span className={styles.number}>{Number.isFinite(score) ? `${score.toFixed(score < 100 ? 1 : 0)} ×` : '–'}</span>
      <span className={styles.why} style={lastedMs > 0 ? { color } : undefined}>
        {lastedMs > 0
          ? `${formattedValueToString(getValueFormat('ms')(lastedMs))} ${REASON_NAMES[reason] ?? ''}`
          : Number.isFinite(score)
            ? 'Normal'
            : ''}
      </span>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ display: 'flex', flexDirection: 'column', fontSize: theme.typography.bodySmall.fontSize }),
  row: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(60px, 1fr) 80px minmax(40px, 160px) 64px minmax(0, 150px)',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: 22,
    padding: theme.spacing(0, 1),
    border: 'none',
    background: 'none',
    color: theme.colors.text.primary,
    fontSize: 'inherit',
    textAlign: 'left',
    contentVisibility: 'auto', // hundreds of rows, of which a few are seen
    containIntrinsicHeight: 22,
    '&:hover': { background: theme.colors.action.hover },
  }),
  picked: css({ background: theme.colors.action.selected }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  number: css({ textAlign: 'right', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  track: css({ height: 6, background: theme.colors.background.secondary }),
  why: css({
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
  }),
});
