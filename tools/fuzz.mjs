/**
 * node tools/fuzz.mjs: runs every fuzz target for a minute each. `--seconds 600` goes on for longer; `--since origin/main` takes
 * those alone whose package, or one that it is built from, has changed since that commit.
 */
import { readFileSync } from 'node:fs';
import { command, readArgs } from './lib/command.mjs';
import { root } from './lib/root.mjs';
import { Failed, run } from './lib/run.mjs';

/** The repository's Go modules. */
const modules = ['.', 'lab'];

/**
 * The packages that changed files concern.
 *
 * @param {Array<{ dir: string, deps: string[] }>} packages - those with fuzz targets, with the folders that they are built from
 * @param {string[]} changed - files, from the repository's root; a module's own files concern all its packages
 */
export function concerned(packages, changed) {
  const within = (folder, file) =>
    file.startsWith(`${folder}/testdata/`) || file.slice(0, file.lastIndexOf('/')) === folder;
  return packages.filter(({ module, deps }) =>
    changed.some(
      (file) =>
        ['go.mod', 'go.sum'].some((name) => file === (module === '.' ? name : `${module}/${name}`)) ||
        deps.some((folder) => within(folder, file))
    )
  );
}

async function lines(args, cwd) {
  const { code, out, err } = await run(args, { cwd });
  if (code !== 0) {
    throw new Failed(`${args.join(' ')} failed: ${err}`);
  }
  return out.split('\n').filter((line) => line !== '');
}

/** Every package with fuzz targets: where it is, what it is built from, its targets. */
export async function fuzzPackages() {
  const found = [];
  for (const module of modules) {
    const cwd = `${root}/${module}`;
    const listed = await lines(
      [
        'go',
        'list',
        '-f',
        '{{.Dir}}|{{.ImportPath}}|{{range .TestGoFiles}}{{.}} {{end}}{{range .XTestGoFiles}}{{.}} {{end}}',
        './...',
      ],
      cwd
    );
    for (const [dir, path, files] of listed.map((line) => line.split('|'))) {
      const texts = files
        .split(' ')
        .filter(Boolean)
        .map((file) => readFileSync(`${dir}/${file}`, 'utf8'));
      const targets = texts.flatMap((text) => [...text.matchAll(/^func (Fuzz\w+)\(/gm)].map(([, name]) => name));
      if (targets.length > 0) {
        const deps = await lines(
          ['go', 'list', '-deps', '-test', '-f', '{{if not .Standard}}{{.Dir}}{{end}}', path],
          cwd
        );
        const own = deps.filter((dep) => dep.startsWith(`${root}/`)).map((dep) => dep.slice(root.length + 1));
        found.push({ module, path, dir: dir.slice(root.length + 1), deps: own, targets });
      }
    }
  }
  return found;
}

if (process.argv[1]?.endsWith('fuzz.mjs')) {
  command(async () => {
    const { named } = readArgs(process.argv.slice(2));
    let packages = await fuzzPackages();
    if (named.since) {
      packages = concerned(packages, await lines(['git', 'diff', '--name-only', `${named.since}...HEAD`], root));
    }
    for (const { module, path, targets } of packages) {
      for (const target of targets) {
        process.stdout.write(`${path} ${target}\n`);
        const limits = ['-fuzztime', `${named.seconds ?? 60}s`, '-fuzzminimizetime', '10x'];
        const { code, out, err } = await run(['go', 'test', path, '-run', '^$', '-fuzz', `^${target}$`, ...limits], {
          cwd: `${root}/${module}`,
        });
        if (code !== 0) {
          throw new Failed(`${target} failed:\n${out}${err}`);
        }
      }
    }
    process.stdout.write(`${packages.flatMap(({ targets }) => targets).length} fuzz targets found nothing\n`);
  });
}
