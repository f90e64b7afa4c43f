/**
 * Bounds on what one query may cost. Twin: pkg/query/limits.go, which has the defaults and names a limit when it is hit.
 */
import { updateDatasourcePluginJsonDataOption } from '@grafana/data';
import { ConfigSection } from '@grafana/plugin-ui';
import { Field, Input, RadioButtonGroup } from '@grafana/ui';
import React from 'react';
import { ConfigProps } from './props';
import { LimitName } from './types';

const LIMITS: Array<{ name: LimitName; label: string; placeholder: string; description: string }> = [
  { name: 'maxSeries', label: 'Series', placeholder: '10000', description: 'that one query may read' },
  {
    name: 'maxPoints',
    label: 'Points',
    placeholder: '5000000',
    description: 'that one query may read, history included',
  },
  { name: 'maxOutputPoints', label: 'Rows', placeholder: '500000', description: 'in one answer' },
  {
    name: 'maxCost',
    label: 'Work',
    placeholder: '20000000000',
    description: 'estimated before it starts: series × points × features',
  },
  { name: 'maxBodyMiB', label: 'Upstream answer, MiB', placeholder: '64', description: 'after decompression' },
  {
    name: 'timeoutSeconds',
    label: 'Seconds',
    placeholder: '20',
    description: 'that one query may take; Grafana gives a rule 30',
  },
  { name: 'concurrency', label: 'Upstream calls', placeholder: '4', description: 'at one time' },
];

const PARTIAL: Array<{ value: 'error' | 'accept'; label: string }> = [
  { value: 'error', label: 'Fail' },
  { value: 'accept', label: 'Accept, with a notice' },
];

/** A folded section; an empty field leaves the default. */
export function LimitSettings(props: ConfigProps) {
  const { limits = {}, partialData } = props.options.jsonData;
  const set = (name: LimitName, text: string) => {
    const { [name]: _, ...others } = limits;
    const value = Number(text);
    updateDatasourcePluginJsonDataOption(
      props,
      'limits',
      text.trim() !== '' && Number.isFinite(value) ? { ...others, [name]: value } : others
    );
  };
  return (
    <ConfigSection
      title="Limits"
      isCollapsible
      isInitiallyOpen={false}
      description="A query beyond a limit fails and names it; nothing is cut in silence."
    >
      {LIMITS.map(({ name, label, placeholder, description }) => (
        <Field key={name} label={label} description={description}>
          <Input
            id={`limit-${name}`}
            width={24}
            type="number"
            min={1}
            value={limits[name] ?? ''}
            placeholder={placeholder}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        </Field>
      ))}
      <Field
        label="An answer that the upstream calls incomplete"
        description="in an alert rule; dashboards accept it with a notice"
      >
        <RadioButtonGroup
          options={PARTIAL}
          value={partialData ?? 'error'}
          onChange={(value) => updateDatasourcePluginJsonDataOption(props, 'partialData', value)}
        />
      </Field>
    </ConfigSection>
  );
}
