/**
 * Every field of the spec, folded by part.
 */
import { Combobox, ComboboxOption, ControlledCollapse, Input } from '@grafana/ui';
import React, { useId } from 'react';
import { formatInput, parseInput, SECTIONS, SpecField } from './fields';
import { SpecPart, valueAt, withValue } from './presets';
import { Row } from './Row';

interface Props {
  spec: SpecPart;
  onChange(spec: SpecPart): void;
}

/** A form made from spec/schema.json. An empty field leaves the default. */
export function SpecForm({ spec, onChange }: Props) {
  const form = useId();
  const idOf = ({ path }: SpecField) => `${form}${path.join('.')}`;
  return (
    <>
      {SECTIONS.map(({ name, fields }) => (
        <ControlledCollapse key={name} label={titleOf(name, spec)}>
          {fields.map((field) => (
            <Row
              key={idOf(field)}
              label={field.label}
              htmlFor={idOf(field)}
              tooltip={field.description}
              labelWidth={24}
            >
              <FieldInput
                id={idOf(field)}
                field={field}
                value={valueAt(spec, field.path)}
                onChange={(value) => onChange(withValue(spec, field.path, value))}
              />
            </Row>
          ))}
        </ControlledCollapse>
      ))}
    </>
  );
}

interface FieldProps {
  id: string;
  field: SpecField;
  value: unknown;
  onChange(value: unknown): void;
}

function FieldInput({ id, field, value, onChange }: FieldProps) {
  const text = formatInput(value);
  if (field.kind === 'choice') {
    const options: Array<ComboboxOption<string>> = (field.choices ?? []).map((choice) => ({
      value: choice,
      label: choice,
    }));
    return (
      <Combobox
        id={id} // a Combobox takes no aria-label: its label must point at it
        options={options}
        value={text === '' ? null : text}
        placeholder={field.placeholder}
        isClearable
        onChange={(option) => onChange(option?.value)}
      />
    );
  }
  return (
    <Input
      key={text} // an uncontrolled input, so that half a number can be typed; the key takes in changes from outside
      id={id}
      aria-label={field.path.join(' ')}
      defaultValue={text}
      placeholder={field.placeholder}
      onBlur={(event) =>
        event.currentTarget.value !== text && onChange(parseInput(field.kind, event.currentTarget.value))
      }
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}

// A folded part says whether something in it was set.
function titleOf(name: string, spec: SpecPart): string {
  const set = Object.keys((valueAt(spec, [name]) as object | undefined) ?? {});
  const title = name[0].toUpperCase() + name.slice(1);
  return set.length > 0 ? `${title} (${set.join(', ')})` : title;
}
