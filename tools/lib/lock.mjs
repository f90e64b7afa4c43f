/** One build at a time in one checkout: two `npm ci` in one folder destroy each other's work. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from './root.mjs';

const folder = join(root, '.cache');
const path = join(folder, 'build.lock');

/**
 * Runs work while no other process of this checkout builds; the lock of a dead process is taken over.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  mkdirSync(folder, { recursive: true });
  while (!take()) {
    await wait(300);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take() {
  try {
    writeFileSync(path, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(holder())) {
      rmSync(path, { force: true });
    }
    return false;
  }
}

function holder() {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return process.pid; // released a moment ago: look again
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
