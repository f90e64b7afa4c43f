/** @jest-environment node */
/** Calendars that ask for much: the page expands none, the worker refuses them. Numbers: spec/vectors/holiday. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { faultCode } from '../fault/fault';
import { EngineHost } from '../worker/host';
import { parseSpec } from '../spec/parse';
import { loadZone } from '../zone/zone';
import { holidaysOf } from './holiday';

const BOMB = 'BEGIN:VEVENT\nDTSTART:19700101T000000\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU\nEND:VEVENT\n';
const CORPUS = 'pkg/engine/holiday/testdata/fuzz/FuzzCalendar';

const specOf = (ical: string) => parseSpec({ features: { timezone: 'Europe/Berlin', holidays: { ical } } }).spec;

test('the page reads a calendar as far as its words: it asks for no clock change', () => {
  const asked = jest.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  specOf(BOMB.repeat(434));
  expect(asked).not.toHaveBeenCalled();
  expect(() => specOf('BEGIN:VEVENT')).toThrow(expect.objectContaining({ code: 'spec/bad-calendar' }));
});

test('the worker refuses dates without end with the code of the backend', async () => {
  const timesMs = Float64Array.from({ length: 24 * 40 }, (_, i) => 1_700_006_400_000 + i * 3_600_000);
  const window = { fromMs: timesMs[timesMs.length - 24], toMs: timesMs[timesMs.length - 1], stepMs: 3_600_000 };
  const job = { input: { series: { timesMs, values: timesMs.slice() } }, spec: specOf(BOMB.repeat(434)), window };
  const reply = await new EngineHost().analyse(1, job, () => undefined);
  expect(reply).toMatchObject({ type: 'fault', code: 'spec/bad-calendar' });
});

/** The texts that Go's fuzzing found worth keeping. */
function corpus(): string[] {
  const texts = readdirSync(CORPUS).map((file) =>
    /^string\((".*")\)$/m.exec(readFileSync(`${CORPUS}/${file}`, 'utf8'))
  );
  return texts.map((parts) => JSON.parse((parts as RegExpExecArray)[1].replace(/\\x/g, '\\u00')));
}

test("Go's corpus with parts of it exchanged: holidays, or the one fault", () => {
  const texts = corpus();
  expect(texts.length).toBeGreaterThanOrEqual(10);
  const lines = [...texts, BOMB].flatMap((text) => text.split('\n'));
  const zone = loadZone('Australia/Lord_Howe');
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 40 }), (some) => {
      try {
        holidaysOf([], ['BEGIN:VEVENT', ...some, 'END:VEVENT'].join('\n'), zone);
      } catch (error) {
        expect(faultCode(error)).toBe('spec/bad-calendar');
      }
    }),
    { numRuns: 500, seed: 42 }
  );
});
