/** The spec as JSON: what panel options, a query and provisioning carry alike. */
import { Button, Field, Stack, TextArea } from '@grafana/ui';
import { useEffect, useState } from 'react';

interface Props {
  spec: object;
  onChange: (spec: object) => void;
}

export function SpecPane({ spec, onChange }: Props) {
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  useEffect(() => setText(JSON.stringify(spec, null, 2)), [spec]);
  const apply = () => {
    try {
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
        throw new Error('want an object such as {"band": {"interval": 0.99}}');
      }
      setError(undefined);
      onChange(parsed);
    } catch (problem) {
      setError(String(problem instanceof Error ? problem.message : problem));
    }
  };
  return (
    <Stack direction="column" gap={1}>
      <Field
        label="Spec"
        description="{} is a good baseline; every field has a default."
        invalid={Boolean(error)}
        error={error}
        noMargin
      >
        <TextArea
          aria-label="Spec"
          rows={14}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          style={{ fontFamily: 'Roboto Mono', fontSize: 12 }}
        />
      </Field>
      <div>
        <Button onClick={apply}>Apply</Button>
      </div>
    </Stack>
  );
}
