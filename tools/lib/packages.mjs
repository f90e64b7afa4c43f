/** Whether node_modules is what package-lock.json says, whoever installed it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { root } from './root.mjs';

/** What npm writes at the end of each install. */
export const installedLock = 'node_modules/.package-lock.json';

/** @returns {boolean} false also where nothing is installed */
export function isInstalled() {
  try {
    return isSame(packagesOf('package-lock.json'), packagesOf(installedLock));
  } catch {
    return false; // no such file, or half of one
  }
}

/**
 * @param {Record<string, { optional?: boolean }>} wanted - a lock's packages
 * @param {Record<string, object>} installed
 * @returns {boolean} whether each wanted package is installed, and no other; an optional one of another platform may be absent
 */
export function isSame(wanted, installed) {
  const names = Object.keys(wanted).filter((name) => name !== ''); // "" is the project itself
  return (
    names.every((name) =>
      name in installed ? isDeepStrictEqual(installed[name], wanted[name]) : wanted[name].optional
    ) && Object.keys(installed).every((name) => name in wanted)
  );
}

const packagesOf = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
