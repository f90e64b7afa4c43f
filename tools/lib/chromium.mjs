/** Chromium for the page's tests: from PATH, else from the system's package manager, else from Playwright. */
import { CHROMIUM, which } from './need.mjs';
import { withProgress } from './progress.mjs';
import { run } from './run.mjs';

/** Installs Chromium if there is none and it is allowed; a failure is left to the check that follows. */
export async function installChromium() {
  if (which(...CHROMIUM)) {
    return;
  }
  const asRoot = process.getuid?.() === 0;
  if (asRoot && which('apt-get')) {
    await withProgress('Installing Chromium with apt', async () => {
      await run(['apt-get', 'update']);
      await run(['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'], {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      });
    });
  }
}

/** What a browser on a machine without a screen needs, and nothing that phones home. */
export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
