/**
 * The spec as JSON, as dashboards and provisioning files hold it.
 */
import { FieldValidationMessage } from '@grafana/ui';
import React, { useState } from 'react';
import { CodeArea } from './CodeArea';
import { SpecPart } from './presets';

interface Props {
  spec: SpecPart;
  onChange(spec: SpecPart): void;
}

/** An editor of the whole spec; what is not JSON is not stored. */
export function SpecJson({ spec, onChange }: Props) {
  const [problem, setProblem] = useState<string>();
  const save = (text: string) => {
    try {
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
        throw new Error('want one object, such as {}');
      }
      setProblem(undefined);
      onChange(parsed as SpecPart);
    } catch (error) {
      setProblem(`Not stored: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <>
      <CodeArea label="Spec as JSON" value={JSON.stringify(spec, null, 2)} onSave={save} />
      {problem && <FieldValidationMessage>{problem}</FieldValidationMessage>}
    </>
  );
}
