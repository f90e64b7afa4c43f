/**
 * What Grafana's server writes into its page before any script runs. @grafana/runtime and
 * @grafana/ui read these while they are imported, so this module is imported first.
 */
declare global {
  interface Window {
    __grafana_public_path__?: string;
    grafanaBootData?: unknown;
  }
}

window.__grafana_public_path__ = '/public/';
window.MonacoEnvironment = { getWorker: () => new Worker('/editor.worker.js') };
window.grafanaBootData = {
  settings: {
    buildInfo: { version: '12.4.0', edition: 'OpenSource', env: 'production', commit: '' },
    appSubUrl: '',
    appUrl: `${window.location.origin}/`,
    bootData: {},
    datasources: {},
    panels: {},
    apps: {},
    featureToggles: {},
    timezone: 'browser',
  },
  user: {
    orgId: 1,
    orgRole: 'Admin',
    isSignedIn: true,
    timezone: 'browser',
    weekStart: '',
    locale: 'en-US',
    language: 'en-US',
    permissions: {},
  },
  navTree: [],
};

export {};
