/**
 * How each series is drawn: its colours, and whether it is shown.
 */
import { colorManipulator, compareDataFrameStructures } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { Style } from '../draw/config';
import { seriesColor, tintsOf } from '../../draw/palette';
import { isFiner, isJudged } from '../lines';
import { PanelFieldConfig } from '../options';
import { Drawn } from '../run';

/** Opacity of the lines that stand back. */
const PALE = 0.35;

/**
 * Styles in the order of the series. A refresh that changes values alone gives the same array again: the plot's configuration
 * hangs on it, and to build that anew would close the tooltip and end a drag under the pointer.
 *
 * @param drawn - undefined before the first picture
 * @param focus - keys of the series that have a band, while the others stand back; undefined for all
 * @param hidden - keys of series that the legend's own toggle hides; Grafana's overrides hide by field config
 */
export function useStyles(
  drawn: Drawn[] | undefined,
  hidden: ReadonlySet<string>,
  focus?: ReadonlySet<string>
): Style[] {
  const theme = useTheme2();
  const next = useMemo(() => {
    const all = drawn ?? [];
    return all.map((one, index) => {
      const { source } = one;
      const custom: PanelFieldConfig = source.field.config.custom ?? {};
      const isInFront = !focus || focus.has(source.key);
      const color = seriesColor(source, index, all.length === 1, theme);
      return {
        key: source.key,
        field: source.field,
        color,
        tints: tintsOf(isInFront ? color : colorManipulator.alpha(color, PALE), focus?.size ?? all.length, theme),
        band: isInFront && isJudged(one),
        stepped: isFiner(one),
        visible: !custom.hideFrom?.viz && !hidden.has(source.key),
      };
    });
  }, [drawn, hidden, focus, theme]);
  const [held, setHeld] = useState(next);
  const kept = looksSame(held, next) ? held : next;
  if (kept !== held) {
    setHeld(kept);
  }
  return kept;
}

function looksSame(a: Style[], b: Style[]): boolean {
  const frame = ({ field }: Style) => ({ fields: [field], length: 0 });
  const tints = (style: Style) => JSON.stringify(style.tints);
  return (
    a.length === b.length &&
    a.every(
      (one, i) =>
        one.key === b[i].key &&
        one.visible === b[i].visible &&
        one.band === b[i].band &&
        one.stepped === b[i].stepped &&
        tints(one) === tints(b[i]) &&
        compareDataFrameStructures(frame(one), frame(b[i]))
    )
  );
}
