/**
 * The entry of every panel's menu: Grafana's own "New alert rule" would keep the output and fire above 0.
 */
import { PluginExtensionAddedLinkConfig, PluginExtensionPanelContext, PluginExtensionPoints } from '@grafana/data';
import { mayCreateRules, openRule, ruleTarget } from './open';

/** Its title, description and targets stand in plugin.json too, else Grafana does not register it. */
export const MENU_LINK: PluginExtensionAddedLinkConfig<PluginExtensionPanelContext> = {
  title: 'New Tidemark alert rule', // longer than 25 letters, Grafana's menu would cut it
  description: 'Open the form of a new alert rule for the anomalies of this panel',
  targets: [PluginExtensionPoints.DashboardPanelMenu],
  icon: 'bell',
  configure: (panel) => (panel && mayCreateRules() && ruleTarget(panel.targets) ? {} : undefined),
  onClick: (_, { context: panel }) => {
    const target = ruleTarget(panel?.targets);
    if (panel && target) {
      const { title, id, dashboard, scopedVars, data } = panel;
      const origin = { title, panelId: id, dashboardUid: dashboard.uid };
      void openRule(target, scopedVars ?? {}, origin, data?.request?.filters);
    }
  },
};
