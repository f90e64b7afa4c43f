/** The lab's page: starts Grafana's services, loads the built modules, shows them. */
import './boot';
import { createTheme, type PanelPlugin, ThemeContext } from '@grafana/data';
import { config } from '@grafana/runtime';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { loadModule } from './amd';
import { App } from './app';
import { installEditors } from './editors';
import { type LabSets, fetchSets, type Mode } from './lab';
import { installServices } from './services';
import { installSources } from './sources';

const themeKey = 'tidemark.lab.theme';

interface RootProps {
  plugin: PanelPlugin;
  sets: LabSets;
}

function Root({ plugin, sets }: RootProps) {
  const [mode, setMode] = useState<Mode>(startMode);
  const theme = createTheme({ colors: { mode } });
  config.theme2 = theme;
  useEffect(() => localStorage.setItem(themeKey, mode), [mode]);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <App plugin={plugin} sets={sets} mode={mode} onMode={setMode} />
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

function startMode(): Mode {
  const asked = new URLSearchParams(window.location.search).get('theme') ?? localStorage.getItem(themeKey);
  return asked === 'light' ? 'light' : 'dark';
}

async function start(root: HTMLElement) {
  installServices('utc');
  installEditors();
  const [sets, panel] = await Promise.all([
    fetchSets(),
    loadModule<{ plugin: PanelPlugin }>('/public/plugins/tidemark-baseline-panel/module.js'),
    installSources(),
  ]);
  // The chart measures its labels when it is drawn: the fonts must be there.
  await Promise.all(['400 12px Inter', '500 12px Inter'].map((font) => document.fonts.load(font)));
  createRoot(root).render(<Root plugin={panel.plugin} sets={sets} />);
}

const root = document.getElementById('root')!;
start(root).catch((error: unknown) => {
  root.textContent = `The lab could not start: ${error instanceof Error ? error.message : String(error)}`;
});
