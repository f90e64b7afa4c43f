/** @jest-environment node */
import { Fault, faultCode } from './fault';

describe('faultCode', () => {
  const inner = new Fault('fit/too-few-points', 'fit: 9 points; want at least 24');

  test.each<[string, unknown, string]>([
    ['no error has no code', null, ''],
    ['a fault has its own', inner, 'fit/too-few-points'],
    ['a wrapped fault keeps it', Object.assign(new Error('train'), { cause: inner }), 'fit/too-few-points'],
    ['any other error is uncoded', new Error('disk on fire'), 'uncoded'],
    ['a thrown string is uncoded', 'oops', 'uncoded'],
  ])('%s', (_name, error, want) => expect(faultCode(error)).toBe(want));

  test('the message is the sentence alone', () => {
    expect(inner.message).toBe('fit: 9 points; want at least 24');
    expect(inner).toBeInstanceOf(Error);
  });
});
