/** The query's lines are there with its data, whatever is known of them. */
import { createDataFrame, dateTime, FieldType, LoadingState, PanelData } from '@grafana/data';
import { renderHook } from '@testing-library/react';
import { isJudged } from '../lines';
import { usePicture } from './usePicture';

const range = { from: dateTime(0), to: dateTime(300_000), raw: { from: 'now-5m', to: 'now' } };

function dataIn(state: LoadingState, values = [1, 9, 1]): PanelData {
  const frame = createDataFrame({
    refId: 'A',
    fields: [
      { name: 'time', type: FieldType.time, values: [200_000, 100_000, 60_000].slice(0, values.length) },
      { name: 'cpu', type: FieldType.number, values },
    ],
  });
  return { state, series: [frame], timeRange: range };
}

test.each([LoadingState.Loading, LoadingState.Streaming, LoadingState.Done])(
  'in state %s the first picture has the points in the order of time',
  (state) => {
    const { result, unmount } = renderHook(() => usePicture(dataIn(state), {}));
    const [one] = result.current.picture!.drawn;
    expect(Array.from(one.line.timesMs)).toEqual([60_000, 100_000, 200_000]);
    expect(Array.from(one.line.values)).toEqual([1, 9, 1]);
    expect(isJudged(one)).toBe(false);
    unmount();
  }
);

test('data that hold no series say what is wrong', () => {
  const text = createDataFrame({ fields: [{ name: 'a', type: FieldType.string, values: ['x'] }] });
  const data = { state: LoadingState.Done, series: [text], timeRange: range };
  const { result, unmount } = renderHook(() => usePicture(data, {}));
  expect(result.current.picture).toBeUndefined();
  expect(result.current.fault?.code).toBe('frames/no-time-field');
  unmount();
});
