/** The page's head: what to see, where it is computed, when, and in which theme. */
import { type SelectableValue, type TimeRange } from '@grafana/data';
import { Combobox, RadioButtonGroup, TimeRangePicker, ToolbarButton, useStyles2 } from '@grafana/ui';
import { CSVDrop } from './csvDrop';
import { type LabSet, type Mode } from './lab';
import { absoluteRange, type Place } from './query';
import { getStyles } from './styles';

interface Props {
  sets: LabSet[];
  set: LabSet;
  place: Place;
  range: TimeRange;
  timeZone: string;
  mode: Mode;
  onSet: (set: LabSet) => void;
  onPlace: (place: Place) => void;
  onRange: (range: TimeRange) => void;
  onRefresh: () => void;
  onDropped: (set: LabSet) => void;
  onMode: (mode: Mode) => void;
}

const places: Array<SelectableValue<Place>> = [
  { value: 'panel', label: 'Panel', description: 'The browser computes the band, in a worker' },
  { value: 'backend', label: 'Data source', description: 'The Go plugin computes the band' },
];

export function Toolbar(props: Props) {
  const { sets, set, range, timeZone, onSet, onRange } = props;
  const styles = useStyles2(getStyles);
  const scale = (factor: number, shift: number) => {
    const [from, to] = [range.from.valueOf(), range.to.valueOf()];
    const [middle, half] = [(from + to) / 2 + shift * (to - from), ((to - from) / 2) * factor];
    onRange(absoluteRange(middle - half, middle + half));
  };
  return (
    <header className={styles.toolbar}>
      <img src="/public/plugins/tidemark-baseline-app/img/logo.svg" alt="" width={26} height={26} />
      <h1 className={styles.name}>Tidemark lab</h1>
      <label htmlFor="set" className={styles.unseen}>
        Data set
      </label>
      <Combobox
        id="set"
        width={28}
        value={set.id}
        options={sets.map((one) => ({ value: one.id, label: one.title, group: one.group }))}
        onChange={(picked) => onSet(sets.find((one) => one.id === picked.value) ?? set)}
      />
      <CSVDrop onSet={props.onDropped} />
      <RadioButtonGroup aria-label="Computed in" options={places} value={props.place} onChange={props.onPlace} />
      <span className={styles.grow} />
      <TimeRangePicker
        value={range}
        timeZone={timeZone}
        onChange={onRange}
        onChangeTimeZone={() => undefined}
        onMoveBackward={() => scale(1, -0.5)}
        onMoveForward={() => scale(1, 0.5)}
        onZoom={() => scale(2, 0)}
        isOnCanvas
      />
      <ToolbarButton icon="sync" aria-label="Refresh" tooltip="Refresh" onClick={props.onRefresh} />
      <ToolbarButton
        icon="palette"
        aria-label="Switch theme"
        tooltip="Switch theme"
        onClick={() => props.onMode(props.mode === 'dark' ? 'light' : 'dark')}
      />
    </header>
  );
}
