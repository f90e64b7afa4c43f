/** How every command here ends: an expected failure is a sentence, not a stack trace. */
import { Missing } from './need.mjs';
import { Failed } from './run.mjs';

/** @param {() => Promise<void>} main */
export function command(main) {
  main().catch((error) => {
    const expected = error instanceof Missing || error instanceof Failed;
    process.stderr.write(`${expected ? error.message : error.stack}\n`);
    process.exitCode = 1;
  });
}

/**
 * Reads `--name value`, `--name=value` and bare `--name` (true); the rest are positional.
 *
 * @param {string[]} argv
 * @param {string[]} switches - names that take no value
 */
export function readArgs(argv, switches = []) {
  const named = {};
  const rest = [];
  for (let i = 0; i < argv.length; i++) {
    const [, name, , value] = /^--([\w-]+)(=(.*))?$/.exec(argv[i]) ?? [];
    if (name === undefined) {
      rest.push(argv[i]);
    } else if (value !== undefined || switches.includes(name)) {
      named[name] = value ?? true;
    } else {
      named[name] = argv[++i];
    }
  }
  return { named, rest };
}
