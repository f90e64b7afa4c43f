/**
 * The spec's control as a panel option.
 */
import { StandardEditorProps } from '@grafana/data';
import React from 'react';
import { SpecPart } from './presets';
import { SpecEditor } from './SpecEditor';

/** Adapts SpecEditor to the panel's option pane. */
export function SpecOption({ value, onChange }: StandardEditorProps<object>) {
  return <SpecEditor spec={(value ?? {}) as SpecPart} onChange={onChange} />;
}
