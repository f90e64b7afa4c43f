import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';

export const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ minHeight: '100vh', background: theme.colors.background.canvas, padding: theme.spacing(0, 2, 4) }),
  toolbar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 0),
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.navbarFixed,
    background: theme.colors.background.canvas,
  }),
  name: css({ ...theme.typography.h4, margin: theme.spacing(0, 2, 0, 0), whiteSpace: 'nowrap' }),
  unseen: css({ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }),
  grow: css({ flex: 1 }),
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 430px',
    gap: theme.spacing(2),
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  main: css({ minWidth: 0 }),
  panel: css({ minHeight: 460 }),
  about: css({ color: theme.colors.text.secondary, margin: theme.spacing(1, 0, 2) }),
  errors: css({
    width: 'auto',
    '& th, & td': { padding: theme.spacing(0.5, 3, 0.5, 0), textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
    '& th:first-child, & td:first-child': { textAlign: 'left' },
    '& thead': { color: theme.colors.text.secondary, borderBottom: `1px solid ${theme.colors.border.medium}` },
  }),
  notice: css({ marginLeft: theme.spacing(2), '& code': { fontSize: theme.typography.bodySmall.fontSize } }),
  tab: css({
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderTop: 'none',
  }),
  side: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    alignSelf: 'start',
    overflow: 'hidden',
  }),
});
