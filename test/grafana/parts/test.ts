/** The tests' own parts, each started when a test first asks for it and gone with the last. */
import { test as base } from '@grafana/plugin-e2e';
import { Grafana } from './grafana';
import { startPrometheus } from './prometheus';
import { Listening } from './server';
import { startUpstream, Upstream } from './upstream';
import { startWebhook, Webhook } from './webhook';

/** What one test finds in Grafana, under names of its own, and gone after it. */
export interface Place {
  /** A name that nothing else in this Grafana has; a contact point of this name is removed, too. */
  name: string;
  grafana: Grafana;
  /** Uid of a Tidemark data source over the upstream; its name is `name`. */
  source: string;
  /** Uid of an empty folder; its title is `name`. */
  folder: string;
}

export const test = base.extend<{ place: Place }, { upstream: Upstream; webhook: Webhook; prometheus: Listening }>({
  upstream: [({}, give) => lend(startUpstream, give), { scope: 'worker' }],
  webhook: [({}, give) => lend(startWebhook, give), { scope: 'worker' }],
  prometheus: [({}, give) => lend(startPrometheus, give), { scope: 'worker' }],
  place: async ({ request, upstream }, give) => {
    const name = `e2e ${Date.now().toString(36)}`;
    const grafana = new Grafana(request);
    const source = await grafana.tidemark(name, upstream.url);
    const folder = await grafana.folder(name);
    await give({ name, grafana, source, folder });
    await grafana.removeFolder(folder);
    await grafana.removeContactPoint(name);
    await grafana.removeDataSource(source);
  },
});

export { expect } from '@grafana/plugin-e2e';

async function lend<T extends Listening>(start: () => Promise<T>, give: (part: T) => Promise<void>) {
  const part = await start();
  await give(part);
  await part.close();
}
