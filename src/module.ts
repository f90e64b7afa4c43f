/**
 * The app: the frame that carries the data source and the panel, which do the work, and the entry in panels' menus.
 * It has no page of its own; Grafana lists what it includes on its plugin page.
 */
import { AppPlugin } from '@grafana/data';
import { MENU_LINK } from './alerting/menu';

export const plugin = new AppPlugin<{}>().addLink(MENU_LINK);
