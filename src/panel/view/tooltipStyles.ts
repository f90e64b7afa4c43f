/**
 * How the tooltip looks, and what it holds.
 */
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';

/** For useStyles2. */
export const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    padding: theme.spacing(1),
    minWidth: 220,
    whiteSpace: 'normal',
    maxWidth: 400,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  time: css({ color: theme.colors.text.secondary, marginBottom: theme.spacing(0.5) }),
  name: css({ fontWeight: theme.typography.fontWeightMedium, overflowWrap: 'anywhere' }),
  why: css({ marginTop: theme.spacing(1) }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: theme.spacing(2),
    margin: theme.spacing(0.5, 0),
    dt: {
      fontWeight: theme.typography.fontWeightRegular,
      color: theme.colors.text.secondary,
      overflowWrap: 'anywhere',
    },
    dd: { margin: 0, textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  }),
  value: css({ fontWeight: theme.typography.fontWeightBold }),
  status: css({ fontWeight: theme.typography.fontWeightMedium }),
  reason: css({ color: theme.colors.text.secondary, marginTop: theme.spacing(0.5), overflowWrap: 'anywhere' }),
});
