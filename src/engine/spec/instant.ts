/**
 * Instants as text.
 * Twin: pkg/engine/spec/instant.go.
 */
import { Fault, short } from '../fault/fault';
import { dayOfDate, daysIn } from '../zone/date';
import { DAY_MS } from '../zone/zone';

const INSTANT =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,3}))?)?(?:Z|([+-])([0-9]{2}):([0-9]{2})))?$/;

/**
 * Reads an RFC 3339 instant, or a date for its midnight in UTC. Seconds may be left out; a 31st of June is refused.
 *
 * @returns epoch milliseconds
 * @throws Fault `spec/bad-time`
 */
export function instantMs(text: string): number {
  const parts = INSTANT.exec(text);
  if (parts === null) {
    throw badTime(text);
  }
  const field = (i: number) => Number(parts[i] ?? 0);
  const [year, month, day] = [field(1), field(2), field(3)];
  const [hour, minute, second] = [field(4), field(5), field(6)];
  const dayFits = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!dayFits || hour > 23 || minute > 59 || second > 59 || field(9) > 23 || field(10) > 59) {
    throw badTime(text);
  }
  const milli = Number((parts[7] ?? '').padEnd(3, '0'));
  const offset = (field(9) * 60 + field(10)) * 60_000 * (parts[8] === '-' ? -1 : 1);
  return dayOfDate(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + milli - offset;
}

function badTime(text: string): Fault {
  return new Fault(
    'spec/bad-time',
    `time ${JSON.stringify(short(text))}; want epoch milliseconds or RFC 3339, such as "2026-01-31T06:00:00Z"`
  );
}
