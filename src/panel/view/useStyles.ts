/**
 * How each series is drawn: its colours, and whether it is shown.
 */
import { useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { Style } from '../draw/config';
import { seriesColor, tintsOf } from '../../draw/palette';
import { PanelFieldConfig } from '../options';
import { Drawn } from '../run';

/**
 * Styles in the order of the series.
 *
 * @param drawn - undefined before the first picture
 * @param hidden - keys of series that the legend's own toggle hides; Grafana's overrides hide by field config
 */
export function useStyles(drawn: Drawn[] | undefined, hidden: ReadonlySet<string>): Style[] {
  const theme = useTheme2();
  return useMemo(() => {
    const all = drawn ?? [];
    return all.map(({ source }, index) => {
      const custom: PanelFieldConfig = source.field.config.custom ?? {};
      const color = seriesColor(source, index, all.length === 1, theme);
      return {
        key: source.key,
        field: source.field,
        tints: tintsOf(color, all.length, theme),
        visible: !custom.hideFrom?.viz && !hidden.has(source.key),
      };
    });
  }, [drawn, hidden, theme]);
}
