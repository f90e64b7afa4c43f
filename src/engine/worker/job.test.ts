/** @jest-environment node */
import { runJob, sliceByCuts } from './job';
import { Job } from './messages';
import { ModelCache } from './modelCache';
import { analyse } from '../pipeline';
import { parseSpec } from '../spec/parse';

const MINUTE = 60000;
const DAY = 86400000;
const FROM = 1700000000000 - (1700000000000 % DAY);

function job(days: number): Job {
  const n = (days * DAY) / (15 * MINUTE);
  const timesMs = new Float64Array(n).map((_, i) => FROM + i * 15 * MINUTE);
  const values = timesMs.map((t, i) => 10 + 3 * Math.sin((2 * Math.PI * (t % DAY)) / DAY) + ((i * 7919) % 101) / 101);
  values[n - 30] = 40;
  const window = { fromMs: FROM + (days - 3.4) * DAY, toMs: FROM + days * DAY, stepMs: 15 * MINUTE };
  return { input: { series: { timesMs, values } }, spec: parseSpec({}).spec, window };
}

const unpaced = { pause: async () => undefined, onProgress: () => undefined, cancelled: () => false };

test('slices joined are bit for bit what one call gives', async () => {
  const whole = analyse(job(20).input, job(20).spec, job(20).window);
  const joined = await runJob(job(20), new ModelCache(), unpaced);
  expect(sliceByCuts(job(20)).length).toBeGreaterThan(3);
  expect(joined.timesMs.length).toBeGreaterThan(300);
  expect(joined).toEqual(whole);
});

test('a kept model gives the same bits, and is found again', async () => {
  const models = new ModelCache();
  const first = await runJob(job(20), models, unpaced);
  const learnt = { got: 0, set: 0 };
  const { get, set } = models.storeFor(job(20));
  jest.spyOn(models, 'storeFor').mockReturnValue({
    get: (cutMs) => {
      const model = get(cutMs);
      learnt.got += model ? 1 : 0;
      return model;
    },
    set: (cutMs, model) => {
      learnt.set++;
      set(cutMs, model);
    },
  });
  expect(await runJob(job(20), models, unpaced)).toEqual(first);
  expect(learnt.got).toBeGreaterThanOrEqual(sliceByCuts(job(20)).length);
  expect(learnt.set).toBe(0);
});

test('a corrected value in the history misses the cache', async () => {
  const models = new ModelCache();
  await runJob(job(20), models, unpaced);
  const corrected = job(20);
  corrected.input.series.values[1000] += 1;
  const cut = FROM + 18 * DAY;
  expect(models.storeFor(job(20)).get(cut)).toBeDefined();
  expect(models.storeFor(corrected).get(cut)).toBeUndefined();
});

test('the cache holds no more than it may', async () => {
  const models = new ModelCache(2);
  await runJob(job(20), models, unpaced);
  const cuts = [17, 18, 19].map((day) => models.storeFor(job(20)).get(FROM + day * DAY));
  expect(cuts.filter(Boolean).length).toBeLessThanOrEqual(2);
});

test('a cancelled job stops before its next slice', async () => {
  let slices = 0;
  const pacing = { ...unpaced, onProgress: () => slices++, cancelled: () => slices >= 1 };
  await expect(runJob(job(20), new ModelCache(), pacing)).rejects.toMatchObject({ code: 'worker/cancelled' });
  expect(slices).toBe(1);
});
