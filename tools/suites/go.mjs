/** Go's test runner, counted from its own JSON events. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, run, tail } from '../lib/run.mjs';

/** What starts or guards a goroutine, or serves requests, each in a goroutine of its own. */
const CONCURRENT = /^\s*(defer )?go \w|\.Go\(|"(sync|sync\/atomic|net\/http\/httptest|golang\.org\/x\/sync\/\w+)"/m;

/**
 * The packages that have tests, by whether their code or their tests are concurrent: the others have no race to detect.
 *
 * @returns {Promise<{ name: string, concurrent: boolean }[]>}
 */
export async function testedPackages() {
  const files =
    '{{range .GoFiles}} {{.}}{{end}}{{range .TestGoFiles}} {{.}}{{end}}{{range .XTestGoFiles}} {{.}}{{end}}';
  const tested = '{{if or .TestGoFiles .XTestGoFiles}}';
  const out = await must(['go', 'list', '-f', `${tested}{{.ImportPath}}\t{{.Dir}}\t${files}{{end}}`, './...']);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name, folder, names] = line.split('\t');
      const sources = names.trim().split(' ');
      return { name, concurrent: sources.some((file) => CONCURRENT.test(readFileSync(join(folder, file), 'utf8'))) };
    });
}

/**
 * Runs `go test -json` and counts leaves: a test with subtests is counted by them. A
 * skipped test counts as failed, for nothing passes by not running.
 *
 * @param {string[]} args - "-race", "./..."
 * @param {{ cwd?: string, env?: Record<string, string> }} [options]
 */
export async function goTest(args, options) {
  const { code, out, err } = await run(['go', 'test', '-json', '-timeout', '30m', ...args], options);
  return countGo(out, err, code);
}

/**
 * @param {string} out - what `go test -json` printed
 * @param {string} err
 * @param {number} code - its exit code
 * @returns {{ passed: number, failed: number, log: string }}
 */
export function countGo(out, err, code) {
  const results = new Map();
  const outputs = new Map();
  const broken = [];
  for (const line of out.split('\n')) {
    const event = parse(line);
    const name = event && `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`.trim();
    if (!event) {
      continue;
    }
    if (event.Output) {
      outputs.set(name, (outputs.get(name) ?? '') + event.Output);
    } else if (event.Test && ['pass', 'fail', 'skip'].includes(event.Action)) {
      results.set(name, event.Action);
    } else if (!event.Test && event.Action === 'fail') {
      broken.push(name);
    }
  }
  const names = [...results.keys()];
  const parents = new Set(names.flatMap(parentsOf));
  const leaves = names.filter((name) => !parents.has(name) || results.get(name) === 'skip');
  const bad = names.filter(
    (name) => results.get(name) !== 'pass' && (leaves.includes(name) || ownFailure(name, names, results))
  );
  // A package that fails without a failing test did not compile, or panicked.
  const lost = broken.filter((name) => !bad.some((test) => test.startsWith(`${name} `)));
  const failed = bad.length + lost.length;
  const log = [...bad, ...lost]
    .map((name) => `${results.get(name) ?? 'fail'}: ${name}\n${tail(outputs.get(name) ?? '', 30)}`)
    .join('\n');
  return {
    passed: leaves.filter((name) => results.get(name) === 'pass').length,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    log: code === 0 && failed === 0 ? '' : `${log}\n${tail(err)}\n${buildOutput(out)}`.trim(),
  };
}

const parentsOf = (name) => {
  const parts = name.split('/');
  const test = name.indexOf(' ');
  return parts
    .map((_, i) => parts.slice(0, i).join('/'))
    .filter((parent) => parent.length > test && parent.includes(' '));
};

/** A parent that fails while all its subtests pass fails by itself. */
const ownFailure = (name, names, results) =>
  names.filter((other) => other.startsWith(`${name}/`)).every((child) => results.get(child) === 'pass');

const buildOutput = (out) =>
  out
    .split('\n')
    .map(parse)
    .filter((event) => event?.Action === 'build-output')
    .map((event) => event.Output)
    .join('');

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
