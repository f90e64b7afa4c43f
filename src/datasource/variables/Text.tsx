/**
 * A text of a variable's editor, stored when it is left.
 */
import { InlineField, Input } from '@grafana/ui';
import React from 'react';

interface Props {
  label: string;
  placeholder?: string;
  tooltip?: string;
  value: string | undefined;
  onSave(text: string): void;
}

/** Shows what is stored until something else is written. */
export function Text({ label, placeholder, tooltip, value = '', onSave }: Props) {
  return (
    <InlineField label={label} labelWidth={16} grow tooltip={tooltip}>
      <Input
        key={value}
        aria-label={label}
        placeholder={placeholder}
        defaultValue={value}
        onBlur={({ currentTarget }) => currentTarget.value !== value && onSave(currentTarget.value)}
      />
    </InlineField>
  );
}
