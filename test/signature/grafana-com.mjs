/** The two answers of grafana.com that signing needs, given on this machine with keys made for one run. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { must } from '../../tools/lib/run.mjs';

/**
 * Starts it on free ports of the loopback address: `GET {keys}/plugins/ci/keys` answers the public key, and
 * `POST {sign}/plugins/ci/sign` a manifest as clear-signed text, over TLS as @grafana/sign-plugin insists, with the
 * certificate at `certificate`. `asked` settles when the key has been fetched.
 *
 * @returns {Promise<{ keys: string, sign: string, certificate: string, asked: Promise<unknown>, stop: () => void }>}
 */
export async function startGrafanaCom() {
  const scratch = mkdtempSync(join(tmpdir(), 'grafana-com-'));
  const gpg = (args, input) =>
    must(['gpg', '--homedir', scratch, '--batch', '--pinentry-mode', 'loopback', '--passphrase', '', ...args], {
      input,
    });
  await gpg(['--quick-generate-key', 'test@localhost', 'rsa3072', 'sign', '1d']);
  const publicKey = await gpg(['--armor', '--export']);
  const [, keyId] = /^pub:(?:[^:]*:){3}(\w+)/m.exec(await gpg(['--list-keys', '--with-colons']));
  const [key, certificate] = [join(scratch, 'key.pem'), join(scratch, 'certificate.pem')];
  await must([
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost',
    '-keyout',
    key,
    '-out',
    certificate,
  ]);

  const keys = createServer((request, response) => {
    response.on('finish', () => keys.emit('asked'));
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ items: [{ keyId, public: publicKey }] }));
  });
  const asked = once(keys, 'asked');
  const sign = createSecureServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    async (request, response) => {
      const unsigned = JSON.parse(await text(request));
      const manifest = {
        manifestVersion: '2.0.0',
        signedByOrg: 'test',
        signedByOrgName: 'Test',
        time: Date.now(),
        keyId,
        ...unsigned,
      };
      response.end(await gpg(['--clear-sign'], JSON.stringify(manifest, null, 2)));
    }
  );
  for (const server of [keys, sign]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const stop = () => {
    keys.close();
    sign.close();
    rmSync(scratch, { recursive: true });
  };
  return {
    keys: `http://127.0.0.1:${keys.address().port}`,
    sign: `https://localhost:${sign.address().port}`,
    certificate,
    asked,
    stop,
  };
}
