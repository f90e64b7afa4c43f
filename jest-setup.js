// Jest setup provided by Grafana scaffolding: it mends jsdom, and engine tests run without one.
if (typeof window !== 'undefined') {
  require('./.config/jest-setup');
}
