/**
 * GRAFANA_HOME=… npm run signature: Grafana loads the plugin that @grafana/sign-plugin signed, and none that was changed
 * afterwards (fault S11). Needs the folder of an unpacked Grafana, and gpg.
 */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { binary, build, pluginSteps } from '../../tools/lib/build.mjs';
import { Missing } from '../../tools/lib/need.mjs';
import { root } from '../../tools/lib/root.mjs';
import { must } from '../../tools/lib/run.mjs';
import { startGrafanaCom } from './grafana-com.mjs';
import { startGrafana } from './grafana.mjs';

const home = process.env.GRAFANA_HOME;
if (!home) {
  throw new Missing('npm run signature needs GRAFANA_HOME, the folder of an unpacked Grafana 12.3 or newer.');
}
const ids = ['tidemark-baseline-app', 'tidemark-baseline-datasource', 'tidemark-baseline-panel'];

describe('a signed plugin', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'signature-'));
  const plugin = join(scratch, 'plugins', ids[0]);
  const signed = join(scratch, 'signed');
  let grafanaCom;

  before(async () => {
    await build(pluginSteps);
    grafanaCom = await startGrafanaCom();
    cpSync(join(root, 'dist'), signed, { recursive: true });
    await must(['npx', '--yes', '@grafana/sign-plugin@3.3.3', '--distDir', signed, '--signatureType', 'community'], {
      env: {
        GRAFANA_COM_URL: grafanaCom.sign,
        NODE_EXTRA_CA_CERTS: grafanaCom.certificate,
        GRAFANA_ACCESS_POLICY_TOKEN: 'unused',
      },
    });
    const grafana = await start(); // once for the key: Grafana asks for keys only after it has judged its plugins
    await grafanaCom.asked;
    await wait(1000); // until it has stored them
    await grafana.stop();
  });
  after(() => {
    grafanaCom?.stop();
    rmSync(scratch, { recursive: true });
  });

  const start = () =>
    startGrafana({ home, data: join(scratch, 'data'), plugins: join(scratch, 'plugins'), grafanaCom: grafanaCom.keys });

  /** What Grafana says of the plugin's folder as change leaves it: signatures of what it loaded, codes of what it refused. */
  async function judged(change) {
    rmSync(plugin, { recursive: true, force: true });
    cpSync(signed, plugin, { recursive: true });
    change(plugin);
    const grafana = await start();
    try {
      const [loaded, refused] = await Promise.all(
        ['/api/plugins', '/api/plugins/errors'].map(async (path) => (await grafana.ask(path)).json())
      );
      return {
        loaded: loaded
          .filter(({ id }) => ids.includes(id))
          .map(({ id, signature, signatureOrg }) => [id, signature, signatureOrg])
          .sort(),
        refused: refused
          .filter(({ pluginId }) => ids.includes(pluginId))
          .map(({ pluginId, errorCode }) => [pluginId, errorCode])
          .sort(),
      };
    } finally {
      await grafana.stop();
    }
  }

  const changeByte = (path) => {
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(path, bytes);
  };
  const refusedAs = (code) => ({ loaded: [], refused: ids.map((id) => [id, code]) });

  test('is loaded, each of the three', async () => {
    assert.deepEqual(await judged(() => undefined), { loaded: ids.map((id) => [id, 'valid', 'Test']), refused: [] });
  });

  const changes = {
    'with one byte of the backend changed': [
      (folder) => changeByte(join(folder, binary.replace('dist/', ''))),
      'signatureModified',
    ],
    "with one byte of the panel's module changed": [
      (folder) => changeByte(join(folder, 'panel/module.js')),
      'signatureModified',
    ],
    'with a file more': [(folder) => writeFileSync(join(folder, 'extra.js'), ''), 'signatureModified'],
    'with a byte more in plugin.json': [
      (folder) => appendFileSync(join(folder, 'plugin.json'), ' '),
      'signatureModified',
    ],
    'whose list of files was changed': [
      (folder) =>
        writeFileSync(
          join(folder, 'MANIFEST.txt'),
          readFileSync(join(folder, 'MANIFEST.txt'), 'utf8').replace(
            '"signedByOrgName": "Test"',
            '"signedByOrgName": "Tesu"'
          )
        ),
      'signatureInvalid',
    ],
    'without its list of files': [(folder) => rmSync(join(folder, 'MANIFEST.txt')), 'signatureMissing'],
  };
  for (const [name, [change, code]] of Object.entries(changes)) {
    test(`${name} is not loaded`, async () => {
      assert.deepEqual(await judged(change), refusedAs(code));
    });
  }
});
