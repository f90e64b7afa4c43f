/** What must be on the machine before anything can be built, said plainly. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The lab's Prometheus module asks for this Go; see lab/go.mod. */
const GO = [1, 26, 7];
const NODE = 20;

/** A message for people; the command ends with it and no stack trace. */
export class Missing extends Error {}

/** @throws Missing if Node is older than 20 or Go is absent or older than GO */
export function needNodeAndGo() {
  const node = Number(process.versions.node.split('.')[0]);
  if (node < NODE) {
    throw new Missing(`Node: got ${process.version}; want ${NODE} or newer. See https://nodejs.org/en/download`);
  }
  const answer = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  if (answer.error) {
    throw new Missing('Go: not found on PATH; want 1.26.7 or newer. See https://go.dev/doc/install');
  }
  const got = answer.stdout.trim();
  const version = got.replace(/^go/, '').split('.').map(Number);
  const older = GO.findIndex((part, i) => (version[i] ?? 0) !== part);
  if (older >= 0 && (version[older] ?? 0) < GO[older]) {
    throw new Missing(`Go: got ${got}; want ${GO.join('.')} or newer. See https://go.dev/doc/install`);
  }
}

/**
 * Finds a program on PATH.
 *
 * @param {string[]} names - the first that is found is taken
 * @returns {string | undefined} its full path
 */
export function which(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not here: look in the next folder
      }
    }
  }
  return undefined;
}

export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/**
 * Programs that tests use beside Node and Go; each with what installs it.
 *
 * @returns {{ name: string, apt: string, found: string | undefined }[]}
 */
export function testPrograms() {
  return [
    { name: 'Chromium', apt: 'chromium', found: which(...CHROMIUM) },
    { name: 'Prometheus', apt: 'prometheus', found: which('prometheus') },
    {
      name: 'node exporter',
      apt: 'prometheus-node-exporter',
      found: which('prometheus-node-exporter', 'node_exporter'),
    },
    { name: 'a C compiler (for go test -race)', apt: 'gcc libc6-dev', found: which('gcc', 'cc', 'clang') },
  ];
}
