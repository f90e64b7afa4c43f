/** The option editors that Grafana registers for panels, built from @grafana/ui. */
import {
  FieldColorModeId,
  FieldType,
  identityOverrideProcessor,
  numberOverrideProcessor,
  type SelectableValue,
  standardEditorsRegistry,
  type StandardEditorProps,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';
import { ColorPicker, Input, MultiSelect, RadioButtonGroup, Select, Slider, Switch, UnitPicker } from '@grafana/ui';
import { type FocusEvent } from 'react';

// Settings differ from editor to editor and Grafana types them by the item; here they are one loose bag.
type Props<T> = StandardEditorProps<T, any>;

const options = ({ item }: { item: Props<unknown>['item'] }): SelectableValue[] => item.settings?.options ?? [];

const TextEditor = ({ value, onChange, item }: Props<string>) => (
  <Input
    aria-label={item.name}
    key={value ?? ''}
    defaultValue={value ?? ''}
    placeholder={item.settings?.placeholder}
    onBlur={(event: FocusEvent<HTMLInputElement>) => onChange(event.currentTarget.value || undefined)}
  />
);

const NumberEditor = ({ value, onChange, item }: Props<number>) => (
  <Input
    aria-label={item.name}
    type="number"
    key={value ?? ''}
    defaultValue={value ?? ''}
    min={item.settings?.min}
    max={item.settings?.max}
    step={item.settings?.step}
    placeholder={item.settings?.placeholder ?? 'auto'}
    onBlur={(event: FocusEvent<HTMLInputElement>) =>
      onChange(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))
    }
  />
);

const BooleanEditor = ({ value, onChange, item }: Props<boolean>) => (
  <Switch aria-label={item.name} value={value ?? false} onChange={(event) => onChange(event.currentTarget.checked)} />
);

const SelectEditor = (props: Props<unknown>) => (
  <Select
    aria-label={props.item.name}
    value={props.value as string}
    options={options(props)}
    allowCustomValue={props.item.settings?.allowCustomValue}
    onChange={(picked) => props.onChange(picked?.value)}
  />
);

const MultiSelectEditor = (props: Props<unknown[]>) => (
  <MultiSelect
    aria-label={props.item.name}
    value={props.value}
    options={options(props)}
    onChange={(picked) => props.onChange(picked.map((one) => one.value))}
  />
);

const RadioEditor = (props: Props<unknown>) => (
  <RadioButtonGroup
    aria-label={props.item.name}
    size="sm"
    value={props.value}
    options={options(props) as Array<SelectableValue<unknown>>}
    onChange={props.onChange}
  />
);

const SliderEditor = ({ value, onChange, item }: Props<number>) => (
  <Slider
    value={value ?? item.settings?.min ?? 0}
    min={item.settings?.min ?? 0}
    max={item.settings?.max ?? 100}
    step={item.settings?.step}
    onAfterChange={onChange}
    inputId={item.id}
    ariaLabelForHandle={item.name}
  />
);

const ColorEditor = ({ value, onChange }: Props<string>) => (
  <ColorPicker color={value || 'green'} onChange={onChange} />
);
const UnitEditor = ({ value, onChange }: Props<string>) => <UnitPicker value={value} onChange={onChange} />;
const Nothing = () => null;

const editors: Record<string, unknown> = {
  text: TextEditor,
  number: NumberEditor,
  boolean: BooleanEditor,
  select: SelectEditor,
  'multi-select': MultiSelectEditor,
  radio: RadioEditor,
  slider: SliderEditor,
  color: ColorEditor,
  unit: UnitEditor,
};
const unseen = [
  'strings',
  'timezone',
  'fieldColor',
  'links',
  'mappings',
  'thresholds',
  'stats-picker',
  'field-name',
  'dashboard-uid',
  'layer-config',
  'geojson',
  'actions',
  'cellHeight',
  'file',
];

const always = () => true;
const numeric = (field: { type: FieldType }) => field.type === FieldType.number;

/** Fills Grafana's two registries; call once before a panel's options are read. */
export function installEditors() {
  standardEditorsRegistry.setInit(() =>
    [...Object.entries(editors), ...unseen.map((id) => [id, Nothing] as const)].map(([id, editor]) => ({
      id,
      name: id,
      editor: editor as typeof Nothing,
    }))
  );
  const property = (id: string, name: string, override: unknown, editor: unknown, extra: object = {}) => ({
    id,
    path: id,
    name,
    override,
    editor,
    process: override,
    settings: {},
    shouldApply: always,
    category: ['Standard options'],
    ...extra,
  });
  standardFieldConfigEditorRegistry.setInit(
    () =>
      [
        property('unit', 'Unit', unitOverrideProcessor, UnitEditor, { shouldApply: numeric }),
        property('min', 'Min', numberOverrideProcessor, NumberEditor, { shouldApply: numeric }),
        property('max', 'Max', numberOverrideProcessor, NumberEditor, { shouldApply: numeric }),
        property('decimals', 'Decimals', numberOverrideProcessor, NumberEditor, { shouldApply: numeric }),
        property('displayName', 'Display name', stringOverrideProcessor, TextEditor),
        property('color', 'Color scheme', identityOverrideProcessor, Nothing, {
          defaultValue: { mode: FieldColorModeId.PaletteClassic },
        }),
        property('noValue', 'No value', stringOverrideProcessor, TextEditor),
        property('mappings', 'Value mappings', valueMappingsOverrideProcessor, Nothing),
        property('thresholds', 'Thresholds', thresholdsOverrideProcessor, Nothing),
        property('links', 'Data links', identityOverrideProcessor, Nothing),
      ] as ReturnType<typeof standardFieldConfigEditorRegistry.list>
  );
}
