/**
 * How many false alarms a series may raise: the one number most users ever set.
 */
import { Button, Slider, Stack, Text } from '@grafana/ui';
import React from 'react';
import { SpecPart, valueAt, withValue } from './presets';
import { Row } from './Row';

interface Props {
  spec: SpecPart;
  onChange(spec: SpecPart): void;
}

const LIMIT = ['band', 'limit'];

/** The slider's notches, false alarms a week and series, from watchful to calm. */
const RATES = [
  { perWeek: 14, words: 'two a day' },
  { perWeek: 7, words: 'one a day' },
  { perWeek: 3, words: 'three a week' },
  { perWeek: 1, words: 'one a week' },
  { perWeek: 0.25, words: 'one a month' },
  { perWeek: 0.08, words: 'one a quarter' },
  { perWeek: 0.02, words: 'one a year' },
];

/** A slider from more to fewer alerts; a limit set otherwise is shown as it is. */
export function Sensitivity({ spec, onChange }: Props) {
  const limit = valueAt(spec, LIMIT);
  const perWeek = limit === undefined ? 1 : valueAt(limit as SpecPart, ['alertsPerWeek']);
  if (typeof perWeek !== 'number') {
    return (
      <Stack direction="row" alignItems="center" gap={1}>
        <Text variant="bodySmall">Limit: {JSON.stringify(limit)}</Text>
        <Button size="sm" variant="secondary" fill="text" onClick={() => onChange(withValue(spec, LIMIT, undefined))}>
          Set by alerts a week
        </Button>
      </Stack>
    );
  }
  const notch = nearestNotch(perWeek);
  return (
    <Row
      label="False alarms"
      tooltip="About this many false alarms a series, on data like its history. Further right: a wider band, fewer alerts."
      labelWidth={16}
    >
      <Stack direction="row" alignItems="center" gap={2} wrap="wrap">
        <div style={{ minWidth: 120, flexGrow: 1, padding: '0 8px' }}>
          <Slider
            key={notch} // Grafana's slider keeps its own value and would miss a change of the JSON
            min={0}
            max={RATES.length - 1}
            step={1}
            value={notch}
            showInput={false}
            inputId="tidemark-sensitivity"
            onAfterChange={(value) =>
              value !== undefined && onChange(withValue(spec, LIMIT, { alertsPerWeek: RATES[value].perWeek }))
            }
          />
        </div>
        <Text variant="bodySmall">
          about {perWeek === RATES[notch].perWeek ? RATES[notch].words : `${perWeek} a week`}
        </Text>
      </Stack>
    </Row>
  );
}

/**
 * The notch next to a rate, on the scale of ratios.
 *
 * @param perWeek - alarms a week, above 0
 */
export function nearestNotch(perWeek: number): number {
  const distance = (notch: number) => Math.abs(Math.log(RATES[notch].perWeek / perWeek));
  return RATES.reduce((best, _, notch) => (distance(notch) < distance(best) ? notch : best), 0);
}
