/**
 * The app: the frame that carries the data source and the panel, which do the work.
 * It has no page of its own; Grafana lists what it includes on its plugin page.
 */
import { AppPlugin } from '@grafana/data';

export const plugin = new AppPlugin<{}>();
