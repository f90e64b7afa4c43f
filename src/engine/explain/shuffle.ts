/**
 * Instants of which one part is that of other rows.
 * Twin: pkg/engine/explain/shuffle.go.
 */
import { Calendar, pickCalendar } from '../features/calendar';

/**
 * The groups of features: the instant itself (trend, steps, periods of the series' own), the wall clock, the day of
 * the
 * week with its weekends, and holidays.
 */
export type TimeGroup = 'time' | 'timeOfDay' | 'dayOfWeek' | 'holiday';

/** The groups that instants have; holidays where there are some. */
export function groupsOf({ holiday }: Calendar): TimeGroup[] {
  const groups: TimeGroup[] = ['time', 'timeOfDay', 'dayOfWeek'];
  return holiday.some((held) => held === 1) ? [...groups, 'holiday'] : groups;
}

/** Instants of which one group's part is that of other rows; nothing is modified. */
export function shuffleCalendar(calendar: Calendar, group: TimeGroup, order: Int32Array): Calendar {
  const other = pickCalendar(calendar, order);
  const { dayMs, weekMs } = calendar;
  switch (group) {
    case 'time':
      return { ...calendar, timesMs: other.timesMs };
    case 'timeOfDay':
      return { ...calendar, dayMs: other.dayMs, weekMs: weekMs.map((week, i) => week - dayMs[i] + other.dayMs[i]) };
    case 'dayOfWeek':
      return {
        ...calendar,
        weekend: other.weekend,
        weekMs: other.weekMs.map((week, i) => week - other.dayMs[i] + dayMs[i]),
      };
    default:
      return { ...calendar, holiday: other.holiday };
  }
}
