/**
 * What stands in the panel's place when there is nothing to draw.
 */
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  width: number;
  height: number;
  title: string;
  /** What is wrong and how to mend it. */
  text?: string;
  /** For searching: the fault's stable code. */
  code?: string;
}

/** A title and a sentence in the middle of the panel. */
export function Message({ width, height, title, text, code }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.box} style={{ width, height }} role="alert">
      <Icon name="exclamation-triangle" size="xl" />
      <div className={styles.title}>{title}</div>
      {text && <div className={styles.text}>{text}</div>}
      {code && <code className={styles.code}>{code}</code>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(1),
    textAlign: 'center',
    padding: theme.spacing(2),
    overflow: 'auto',
    color: theme.colors.text.secondary,
  }),
  title: css({ ...theme.typography.h5, color: theme.colors.text.primary, margin: 0 }),
  text: css({ maxWidth: 640 }),
  code: css({ fontSize: theme.typography.bodySmall.fontSize }),
});
