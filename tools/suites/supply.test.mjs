/** What is fetched by name must be what was reviewed: exact versions of actions and images, and every target fuzzed. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { concerned, fuzzPackages } from '../fuzz.mjs';
import { root } from '../lib/root.mjs';

const read = (file) => readFileSync(`${root}/${file}`, 'utf8');
const workflows = readdirSync(`${root}/.github/workflows`).map((file) => `.github/workflows/${file}`);

/** A commit, or the whole number of a release: v5 and main move. */
const ACTION = /^[\w.-]+(\/[\w.-]+)+@([0-9a-f]{40}|v\d+\.\d+\.\d+)$/;

/** A digest, or a version of three numbers; this one image numbers its releases with one. */
const IMAGE = /^[\w./-]+(@sha256:[0-9a-f]{64}|:v?\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?)$|^mendhak\/http-https-echo:\d+$/;

const mutable = (text, key, exact) =>
  [...text.matchAll(new RegExp(`^[ -]*${key}: *['"]?([^'"\\s#]+)`, 'gm'))]
    .map(([, name]) => name)
    .filter((name) => !exact.test(name));

test('a name that moves is told', () => {
  const uses = (name) => mutable(`      - uses: ${name}`, 'uses', ACTION);
  const image = (name) => mutable(`    image: ${name} # x`, 'image', IMAGE);
  for (const name of [
    'actions/checkout@v5',
    'actions/checkout@main',
    'actions/checkout@v5.0',
    'a/b/c@master',
    'actions/checkout',
  ]) {
    assert.deepEqual(uses(name), [name]);
  }
  for (const name of [
    'grafana/grafana',
    'grafana/grafana:latest',
    'grafana/grafana:12.4',
    'prom/prometheus:v3',
    'grafana/grafana:main-ubuntu',
    'x:${VERSION}',
  ]) {
    assert.deepEqual(image(name), [name]);
  }
  assert.deepEqual(uses(`actions/checkout@${'0123456789'.repeat(4)}`), []);
  assert.deepEqual(image(`grafana/grafana:12.4.9@sha256:${'ab'.repeat(32)}`), []);
});

test('workflows use actions of an exact version, and tools too', () => {
  for (const file of workflows) {
    const text = read(file);
    assert.deepEqual(mutable(text, 'uses', ACTION), [], file);
    assert.deepEqual(text.match(/(docker:\/\/|@latest|@main|@master)\S*/g) ?? [], [], file);
  }
});

test('compose uses images of an exact version, on this machine alone', () => {
  for (const file of ['docker-compose.yaml', 'docker-compose.development.yaml']) {
    const text = read(file);
    assert.deepEqual(mutable(text, 'image', IMAGE), [], file);
    const ports = [...text.matchAll(/ports:.*\[(.*)\]/g)].flatMap(([, list]) =>
      list.split(',').map((one) => one.trim())
    );
    assert.notEqual(ports.length, 0, file);
    assert.deepEqual(
      ports.filter((port) => !port.startsWith("'127.0.0.1:")),
      [],
      file
    );
    assert.doesNotMatch(text, /ANONYMOUS_ORG_ROLE: *['"]?Admin/, file);
    assert.match(text, /GF_SERVER_ENFORCE_DOMAIN: 'true'/, file);
  }
});

test('the override takes back what the development compose of .config opens', () => {
  const [base, override] = [read('.config/docker-compose-base.yaml'), read('docker-compose.development.yaml')];
  const opened = [...base.matchAll(/^ *- (\d+:\d+)\/tcp/gm)].map(([, ports]) => ports);
  assert.notEqual(opened.length, 0);
  assert.deepEqual(
    override.match(/ports: !override \[(.*)\]/)?.[1],
    opened.map((ports) => `'127.0.0.1:${ports}'`).join(', ')
  );
  assert.match(base, /anonymous_auth_enabled:/);
  assert.match(override, /anonymous_auth_enabled: 'false'/);
  assert.match(override, /GF_AUTH_ANONYMOUS_ENABLED: 'false'/);
});

test('a pull request fuzzes the targets of every package that it touches, directly or not', async () => {
  const packages = await fuzzPackages();
  const named = (changed) => concerned(packages, changed).flatMap(({ targets }) => targets);
  assert.ok(named(['pkg/engine/num/sum.go']).includes('FuzzAnalyse'));
  assert.deepEqual(named(['pkg/query/upstream/testdata/fuzz/FuzzDecodeMatrix/0']).includes('FuzzDecodeMatrix'), true);
  assert.deepEqual(named(['src/panel/run.ts', 'docs/proof.md']), []);
  assert.equal(
    named(['go.sum']).length,
    packages.filter(({ module }) => module === '.').flatMap(({ targets }) => targets).length
  );
  for (const job of ['ci.yml', 'nightly.yml']) {
    assert.match(read(`.github/workflows/${job}`), /node tools\/fuzz\.mjs/);
  }
});
