/** The panel's options, listed from what the built plugin registers. */
import {
  type FieldConfigSource,
  getPanelOptionsWithDefaults,
  type PanelData,
  PanelOptionsEditorBuilder,
  type PanelPlugin,
  type StandardEditorContext,
} from '@grafana/data';
import { Collapse, Field } from '@grafana/ui';
import { get, groupBy, set } from 'lodash';
import { useState } from 'react';
import { eventBus } from './services';

interface Props {
  plugin: PanelPlugin;
  data: PanelData;
  options: Record<string, unknown>;
  fieldConfig: FieldConfigSource;
  onOptions: (options: Record<string, unknown>) => void;
  onFieldConfig: (config: FieldConfigSource) => void;
}

interface Item {
  id: string;
  path: string;
  name: string;
  description?: string;
  category?: string[];
  // The registry mixes items of many types.
  editor: React.ComponentType<any>;
  settings?: any;
  showIf?: (config: any, data?: any) => boolean | undefined;
}

/** All defaults of the plugin's options and fields, as a new panel has them. */
export function defaults(plugin: PanelPlugin) {
  return getPanelOptionsWithDefaults({
    plugin,
    currentOptions: {},
    currentFieldConfig: { defaults: {}, overrides: [] },
    isAfterPluginChange: true,
  });
}

export function OptionsPane({ plugin, data, options, fieldConfig, onOptions, onFieldConfig }: Props) {
  const context: StandardEditorContext<unknown> = {
    data: data.series,
    options,
    eventBus,
    replaceVariables: (text) => text ?? '',
  };
  const builder = new PanelOptionsEditorBuilder<any>();
  plugin.getPanelOptionsSupplier()(builder, context);
  const panelItems = (builder.getItems() as unknown as Item[]).filter(
    (item) => item.showIf?.(options, data.series) ?? true
  );
  const fieldItems = (plugin.fieldConfigRegistry.list() as unknown as Item[]).filter(
    (item) =>
      fieldItemNames.has(item.id) ||
      (item.id.startsWith('custom.') && (item.showIf?.(fieldConfig.defaults.custom) ?? true))
  );
  return (
    <>
      <Groups
        items={panelItems}
        context={context}
        read={(item) => get(options, item.path)}
        write={(item, value) => onOptions(assign(options, item.path, value))}
      />
      <Groups
        items={fieldItems}
        context={context}
        closed
        read={(item) => get(fieldConfig.defaults, fieldPath(item))}
        write={(item, value) =>
          onFieldConfig({ ...fieldConfig, defaults: assign(fieldConfig.defaults, fieldPath(item), value) })
        }
      />
    </>
  );
}

const fieldItemNames = new Set(['unit', 'min', 'max', 'decimals']);
const fieldPath = (item: Item) => (item.id.startsWith('custom.') ? `custom.${item.path}` : item.path);
const assign = <T extends object>(object: T, path: string, value: unknown): T =>
  set(structuredClone(object), path, value);

interface GroupsProps {
  items: Item[];
  context: StandardEditorContext<unknown>;
  closed?: boolean;
  read: (item: Item) => unknown;
  write: (item: Item, value: unknown) => void;
}

function Groups({ items, closed, ...rest }: GroupsProps) {
  const groups = groupBy(items, (item) => item.category?.[0] ?? 'Panel options');
  return (
    <>
      {Object.entries(groups).map(([name, members]) => (
        <Group key={name} name={name} items={members} startsOpen={!closed} {...rest} />
      ))}
    </>
  );
}

function Group({ name, items, startsOpen, context, read, write }: GroupsProps & { name: string; startsOpen: boolean }) {
  const [open, setOpen] = useState(startsOpen);
  return (
    <Collapse label={name} isOpen={open} onToggle={setOpen}>
      {items.map((item) => (
        <Field key={item.id} label={item.name} description={item.description} noMargin>
          <div style={{ marginBottom: 12 }}>
            <item.editor
              value={read(item)}
              onChange={(value: unknown) => write(item, value)}
              item={item}
              context={context}
              id={item.id}
            />
          </div>
        </Field>
      ))}
    </Collapse>
  );
}
