import { Choice, Grafana, Rule } from './parts/grafana';
import { aboveOne, asked } from './parts/rules';
import { expect, test } from './parts/test';

// The table of docs/alerting.md, row by row, as Grafana's own scheduler makes states of the answers.
const SLOW = { timeout: 120_000, intervals: [2_000] };

/** The states of a rule's instances by host; the alert that stands for the whole rule is its own. */
async function states(grafana: Grafana, folder: string, rule: string): Promise<Record<string, string>> {
  const alerts = (await grafana.standing(folder)).get(rule)?.alerts ?? [];
  return Object.fromEntries(alerts.map(({ labels, state }) => [labels.instance ?? 'the rule', state]));
}

test('a score above 1 is pending for `for`, fires, and recovers for as long as it is told to keep firing', async ({
  place,
  upstream,
}) => {
  test.setTimeout(300_000);
  const { grafana, folder, source } = place;
  const leaves = upstream.metric('leaves', 'web-1', 'web-2');
  const seen: string[] = [];
  const now = async () => {
    const both = await states(grafana, folder, 'leaves');
    const last = both['web-1'];
    if (last && last !== seen.at(-1)) {
      seen.push(last);
    }
    return both;
  };
  await grafana.rules(folder, 'leaves', [
    { title: 'leaves', data: [asked('A', source, 'leaves', 'alert'), aboveOne()], for: '20s', keep_firing_for: '20s' },
  ]);
  await expect.poll(now, SLOW).toEqual({ 'web-1': 'Normal', 'web-2': 'Normal' });
  leaves.leap('web-1');
  await expect.poll(now, SLOW).toEqual({ 'web-1': 'Alerting', 'web-2': 'Normal' });
  leaves.calm('web-1');
  await expect.poll(now, SLOW).toEqual({ 'web-1': 'Normal', 'web-2': 'Normal' });
  expect(seen).toEqual(['Normal', 'Pending', 'Alerting', 'Recovering', 'Normal']);
});

test('no data does what the rule chose', async ({ place, upstream }) => {
  test.setTimeout(300_000);
  const { grafana, folder, source } = place;
  const gone = upstream.metric('gone', 'web-1', 'web-2');
  const one = upstream.metric('one gone', 'web-1', 'web-2');
  const choices: Choice[] = ['NoData', 'OK', 'Alerting', 'KeepLast'];
  await grafana.rules(folder, 'no data', [
    ...choices.map((noDataState): Rule => ({
      title: noDataState,
      noDataState,
      data: [asked('A', source, 'gone', 'alert'), aboveOne()],
    })),
    { title: 'one', data: [asked('A', source, 'one gone', 'alert'), aboveOne()] },
  ]);
  const all = (rule: string) => () => states(grafana, folder, rule);
  await expect.poll(all('one'), SLOW).toEqual({ 'web-1': 'Normal', 'web-2': 'Normal' });
  gone.leap('web-1');
  for (const choice of choices) {
    await expect.poll(all(choice), SLOW).toEqual({ 'web-1': 'Alerting', 'web-2': 'Normal' });
  }
  for (const host of ['web-1', 'web-2']) {
    gone.vanish(host);
  }
  one.vanish('web-2');
  await expect.poll(all('one'), SLOW).toEqual({ 'web-1': 'Normal', 'web-2': 'NoData' });
  await expect.poll(all('one'), SLOW).toEqual({ 'web-1': 'Normal' }); // left out after five slots, then resolved
  await expect.poll(all('NoData'), SLOW).toEqual({ 'the rule': 'NoData' });
  await expect.poll(all('OK'), SLOW).toEqual({ 'web-1': 'Normal (NoData)', 'web-2': 'Normal (NoData)' });
  await expect.poll(all('Alerting'), SLOW).toEqual({ 'web-1': 'Alerting (NoData)', 'web-2': 'Alerting (NoData)' });
  await expect
    .poll(all('KeepLast'), SLOW)
    .toEqual({ 'web-1': 'Alerting (NoData, KeepLast)', 'web-2': 'Normal (NoData, KeepLast)' });
});

test('with `for`, no data waits as an anomaly does', async ({ place, upstream }) => {
  test.setTimeout(300_000);
  const { grafana, folder, source } = place;
  const late = upstream.metric('late', 'web-1', 'web-2');
  const choices: Choice[] = ['NoData', 'OK', 'Alerting', 'KeepLast'];
  await grafana.rules(
    folder,
    'late',
    choices.map((noDataState): Rule => ({
      title: noDataState,
      noDataState,
      for: '40s',
      data: [asked('A', source, 'late', 'alert'), aboveOne()],
    }))
  );
  const seen = new Map<string, string[]>(choices.map((choice) => [choice, []]));
  const look = async () => {
    for (const choice of choices) {
      const now = (await states(grafana, folder, choice))['web-1'] ?? 'gone';
      const before = seen.get(choice)!;
      if (now !== before.at(-1)) {
        before.push(now);
      }
    }
    return Object.fromEntries([...seen].map(([choice, all]) => [choice, all.at(-1)]));
  };
  const all = (state: string) => Object.fromEntries(choices.map((choice) => [choice, state]));
  await expect.poll(look, SLOW).toEqual(all('Normal'));
  late.leap('web-1');
  await expect.poll(look, SLOW).toEqual(all('Pending'));
  late.vanish('web-1');
  await expect.poll(look, SLOW).toEqual(all('gone'));
  expect(Object.fromEntries([...seen].map(([choice, all]) => [choice, all.filter((one) => one !== 'gone')]))).toEqual({
    NoData: ['Normal', 'Pending', 'Pending (NoData)', 'NoData'],
    OK: ['Normal', 'Pending', 'Normal (NoData)'],
    Alerting: ['Normal', 'Pending', 'Pending (NoData)', 'Alerting (NoData)'],
    KeepLast: ['Normal', 'Pending', 'Pending (NoData, KeepLast)', 'Alerting (NoData, KeepLast)'],
  });
});

test('a series that learns has no instance, and a rule with no other has no data', async ({ place, upstream }) => {
  test.setTimeout(180_000);
  const { grafana, folder, source } = place;
  const fresh = Date.now() - 120_000;
  upstream.metric('young', 'web-1').begin('web-1', fresh);
  upstream.metric('one young', 'web-1', 'web-2').begin('web-2', fresh);
  await grafana.rules(folder, 'learning', [
    { title: 'all', data: [asked('A', source, 'young', 'alert'), aboveOne()] },
    { title: 'one', data: [asked('A', source, 'one young', 'alert'), aboveOne()] },
  ]);
  await expect.poll(() => states(grafana, folder, 'all'), SLOW).toEqual({ 'the rule': 'NoData' });
  await expect.poll(() => states(grafana, folder, 'one'), SLOW).toEqual({ 'web-1': 'Normal' });
});

test('an upstream that fails does what the rule chose, and its error can be read', async ({ place, upstream }) => {
  test.setTimeout(300_000);
  const { grafana, folder, source } = place;
  const broken = upstream.metric('broken', 'web-1', 'web-2');
  const choices: Choice[] = ['Error', 'OK', 'Alerting', 'KeepLast'];
  await grafana.rules(
    folder,
    'errors',
    choices.map((execErrState): Rule => ({
      title: execErrState,
      execErrState,
      data: [asked('A', source, 'broken', 'alert'), aboveOne()],
    }))
  );
  broken.leap('web-1');
  const all = (rule: string) => () => states(grafana, folder, rule);
  for (const choice of choices) {
    await expect.poll(all(choice), SLOW).toEqual({ 'web-1': 'Alerting', 'web-2': 'Normal' });
  }
  broken.broken = true;
  await expect.poll(all('Error'), SLOW).toEqual({ 'the rule': 'Error' });
  expect((await grafana.standing(folder)).get('Error')?.lastError).toContain('upstream/');
  await expect.poll(all('OK'), SLOW).toEqual({ 'web-1': 'Normal (Error)', 'web-2': 'Normal (Error)' });
  await expect.poll(all('Alerting'), SLOW).toEqual({ 'web-1': 'Alerting (Error)', 'web-2': 'Alerting (Error)' });
  await expect
    .poll(all('KeepLast'), SLOW)
    .toEqual({ 'web-1': 'Alerting (Error, KeepLast)', 'web-2': 'Normal (Error, KeepLast)' });
  broken.broken = false;
  for (const choice of choices) {
    await expect.poll(all(choice), SLOW).toEqual({ 'web-1': 'Alerting', 'web-2': 'Normal' });
  }
});
