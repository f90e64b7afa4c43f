/**
 * uPlot's type, taken from @grafana/ui, so that no second uPlot is installed beside it.
 */
import { TooltipPlugin2 } from '@grafana/ui';

/** The props of Grafana's tooltip plugin. */
export type TooltipProps = Parameters<typeof TooltipPlugin2>[0];

/** A uPlot instance. */
export type Plot = Parameters<TooltipProps['render']>[0];
