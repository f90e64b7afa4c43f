/** Remembers what a step was made of, so that a second run does only what changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const folder = join(root, '.cache', 'stamps');
const skipped = new Set(['node_modules', '.git', 'dist', '.cache', 'test-results']);

/**
 * A hash of the contents and names of all files below the given paths.
 *
 * @param {string[]} paths - relative to the repository; those that do not exist count as empty
 */
function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) {
    for (const file of filesBelow(path)) {
      hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
    }
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  const full = join(root, path);
  if (!existsSync(full)) {
    return [];
  }
  if (!statSync(full).isDirectory()) {
    return [path];
  }
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() || entry.isFile() ? filesBelow(join(path, entry.name)) : []));
}

/**
 * Whether the step must run: its inputs changed, or what it makes is gone.
 *
 * @param {{ name: string, inputs: string[], outputs: string[] }} step
 */
export function isStale({ name, inputs, outputs }) {
  const stamp = join(folder, name);
  return (
    outputs.some((output) => !existsSync(join(root, output))) ||
    !existsSync(stamp) ||
    readFileSync(stamp, 'utf8') !== hashOf(inputs)
  );
}

/** Notes that the step was made of its inputs as they are. */
export function setStamp({ name, inputs }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), hashOf(inputs));
}
