/**
 * The control of what is normal: preset and sensitivity first, everything else folded. The panel's options and the data
 * source's query editor show the same one.
 */
import { Alert, Combobox, ControlledCollapse } from '@grafana/ui';
import React, { useId, useMemo } from 'react';
import { Fault, faultCode } from '../engine/fault/fault';
import { migrate } from '../engine/spec/migrate';
import { parseSpec } from '../engine/spec/parse';
import { Notice } from '../engine/notice/notice';
import { applyPreset, presetOf, PRESETS, SpecPart } from './presets';
import { Row } from './Row';
import { Sensitivity } from './Sensitivity';
import { SpecForm } from './SpecForm';
import { SpecJson } from './SpecJson';

interface Props {
  spec: SpecPart;
  onChange(spec: SpecPart): void;
}

const OPTIONS = PRESETS.map(({ id, label, description }) => ({ value: id, label, description }));

/** Edits a spec; what the spec's check has to say stands below. */
export function SpecEditor({ spec: stored, onChange }: Props) {
  const spec = useMemo(() => withPresentNames(stored), [stored]);
  const preset = presetOf(spec);
  const presetId = useId();
  const problem = useMemo(() => problemOf(spec), [spec]);
  return (
    <div>
      <Row
        label="Behaviour"
        htmlFor={presetId}
        labelWidth={16}
        tooltip={preset?.description ?? 'Set field by field below.'}
      >
        <Combobox
          id={presetId}
          options={OPTIONS}
          value={preset?.id ?? null}
          placeholder="Custom"
          onChange={({ value }) => onChange(applyPreset(spec, PRESETS.find(({ id }) => id === value) ?? PRESETS[0]))}
        />
      </Row>
      <Sensitivity spec={spec} onChange={onChange} />
      {problem && (
        <Alert severity={problem.severity} title={problem.title}>
          {problem.text}
        </Alert>
      )}
      <ControlledCollapse label="Advanced">
        <SpecForm spec={spec} onChange={onChange} />
      </ControlledCollapse>
      <ControlledCollapse label="JSON">
        <SpecJson spec={spec} onChange={onChange} />
      </ControlledCollapse>
    </div>
  );
}

/** The spec under today's names, so that the controls find what an older version wrote. What can't be read stays as it is. */
function withPresentNames(stored: SpecPart): SpecPart {
  const renamed: Notice[] = [];
  try {
    const spec = migrate(stored, renamed);
    return renamed.length > 0 ? spec : stored;
  } catch {
    return stored; // problemOf says why
  }
}

function problemOf(spec: SpecPart): { severity: 'error' | 'warning'; title: string; text: string } | undefined {
  try {
    const { notices } = parseSpec(spec);
    return notices.length > 0
      ? { severity: 'warning', title: 'Please check', text: notices.map(({ text }) => text).join(' ') }
      : undefined;
  } catch (error) {
    return { severity: 'error', title: faultCode(error), text: (error as Fault).message };
  }
}
