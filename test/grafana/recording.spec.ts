import { asked } from './parts/rules';
import { expect, test } from './parts/test';

test('a recording rule writes one number a series to a Prometheus', async ({ place, upstream, prometheus }) => {
  test.setTimeout(120_000);
  const { grafana, folder, source, name } = place;
  upstream.metric('recorded', 'web-1', 'web-2');
  const target = await grafana.prometheus(`${name} target`, prometheus.url);
  try {
    await grafana.rules(
      folder,
      'recording',
      ['expected', 'upper'].map((output) => ({
        title: output,
        data: [asked('A', source, 'recorded', output)],
        record: { metric: `e2e_${output}`, from: 'A', target_datasource_uid: target },
      }))
    );
    const written = () => grafana.instant(target, '{__name__=~"e2e_.*"}');
    await expect.poll(async () => (await written()).length, { timeout: 90_000 }).toBe(4);
    const numbers = new Map(
      (await written()).map(({ metric, value }) => [`${metric.__name__} ${metric.instance}`, Number(value[1])])
    );
    for (const host of ['web-1', 'web-2']) {
      const [expected, upper] = [numbers.get(`e2e_expected ${host}`)!, numbers.get(`e2e_upper ${host}`)!];
      expect(expected, host).toBeGreaterThan(60);
      expect(expected, host).toBeLessThan(140);
      expect(upper, host).toBeGreaterThan(expected);
    }
  } finally {
    await grafana.removeDataSource(target);
  }
});
