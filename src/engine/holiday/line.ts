/**
 * Content lines of iCalendar text.
 * Twin: pkg/engine/holiday/line.go.
 */
import { Fault, short } from '../fault/fault';

/** One content line, unfolded. Of its parameters those that say how a time is meant are kept. */
export interface Line {
  /** In capitals. */
  name: string;
  /** TZID. */
  zone: string;
  value: string;
}

const CONTENT_LINE = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):([^\n]*)$/;
const PARAMETER = /;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^";:,]*))/g;

/**
 * Unfolds a text and splits it into its content lines.
 *
 * @throws Fault `spec/bad-calendar`
 * @see RFC 5545, section 3.1
 */
export function linesOf(text: string): Line[] {
  const unfolded = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n/g, '\n')
    .replace(/\n[ \t]/g, '');
  return unfolded
    .split('\n')
    .filter((raw) => raw !== '')
    .map(lineOf);
}

function lineOf(raw: string): Line {
  const parts = CONTENT_LINE.exec(raw);
  if (parts === null) {
    throw badCalendar(`${JSON.stringify(short(raw))} is no line of a calendar; want NAME:value`);
  }
  const line = { name: parts[1].toUpperCase(), zone: '', value: parts[3] };
  for (const [, name, quoted = '', bare = ''] of parts[2].matchAll(PARAMETER)) {
    if (name.toUpperCase() === 'TZID') {
      line.zone = quoted + bare; // one of them is empty
    }
  }
  return line;
}

/** The one fault of this folder; it tells where the text goes wrong. */
export function badCalendar(text: string): Fault {
  return new Fault('spec/bad-calendar', `spec: features.holidays.ical: ${text}`);
}
