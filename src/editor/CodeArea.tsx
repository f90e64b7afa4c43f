/**
 * A plain text area for code. Grafana's own editor would load Monaco, a megabyte, for one line of PromQL.
 */
import { css } from '@emotion/css';
import { GrafanaTheme2 } from '@grafana/data';
import { TextArea, useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  label: string;
  value: string;
  placeholder?: string;
  /** Called with changed text when the area is left, or on Ctrl+Enter or Shift+Enter. */
  onSave(text: string): void;
}

/** Keeps half-typed text to itself until it is done. */
export function CodeArea({ label, value, placeholder, onSave }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <TextArea
      key={value} // uncontrolled; the key takes in changes from outside
      className={styles.code}
      aria-label={label}
      defaultValue={value}
      placeholder={placeholder}
      rows={Math.min(20, value.split('\n').length + 1)}
      spellCheck={false}
      onBlur={(event) => event.currentTarget.value !== value && onSave(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || event.shiftKey)) {
          event.preventDefault();
          event.currentTarget.blur();
        }
      }}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  code: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
});
