/** A server of the tests' own, as near to Grafana as the tests are. */
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { TESTS_HOST } from './settings';

/** One that listens; Grafana's server reaches it at `url`. */
export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Starts a server that hands each request on with its whole body. */
export async function serve(
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void
): Promise<Listening> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part as Buffer);
    }
    answer(request, Buffer.concat(parts).toString('utf8'), response);
  });
  await new Promise<void>((ready) => server.listen(0, TESTS_HOST, ready));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://${TESTS_HOST}:${port}`, close };
}

/** Answers with JSON. */
export function send(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
