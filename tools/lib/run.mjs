/** Running other programs, quietly, with one line that tells how far they are. */
import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/** A program that failed; its output is the message. */
export class Failed extends Error {}

/**
 * Runs a program in the repository and keeps its output.
 *
 * @param {string[]} command
 * @param {{ cwd?: string, env?: Record<string, string>, input?: string }} [options]
 * @returns {Promise<{ code: number, out: string, err: string }>} never rejects for a failing program
 */
export function run([program, ...args], { cwd = root, env = {}, input } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, shell: process.platform === 'win32' });
    let out = '';
    let err = '';
    child.stdout.on('data', (part) => (out += part));
    child.stderr.on('data', (part) => (err += part));
    child.on('error', (error) => resolve({ code: 127, out, err: `${err}${program}: ${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, out, err: signal ? `${err}\nended by ${signal}` : err })
    );
    child.stdin.on('error', () => undefined); // a program that reads nothing closes it early
    child.stdin.end(input);
  });
}

/**
 * Runs a program and throws when it fails.
 *
 * @param {string[]} command
 * @param {Parameters<typeof run>[1]} [options]
 * @returns {Promise<string>} what it printed
 * @throws Failed with the end of its output
 */
export async function must(command, options) {
  const { code, out, err } = await run(command, options);
  if (code !== 0) {
    throw new Failed(`${command.join(' ')} ended with ${code}\n${tail(out + err)}`);
  }
  return out;
}

/**
 * @param {string} text
 * @param {number} [lines]
 * @returns {string} its last lines
 */
export function tail(text, lines = 40) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
