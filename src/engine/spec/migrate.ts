/**
 * Brings older specs to the present version.
 * Twin: pkg/engine/spec/migrate.go.
 */
import { Fault, short } from '../fault/fault';
import { Notice } from '../notice/notice';
import { Fields, has, hasType, isObject } from './check';

/** The schemaVersion that this engine writes. */
const VERSION = 2;

// MIGRATIONS[v] turns a document of version v into one of version v + 1, and says what it renamed.
const MIGRATIONS: Array<(document: Fields, notices: Notice[]) => Fields> = [nameTheLimit, renameBand];

/** Moves version 0's band.alertsPerWeek into band.limit. */
function nameTheLimit(document: Fields): Fields {
  const band = bandOf(document);
  if (!band || !has(band, 'alertsPerWeek')) {
    return document;
  }
  const { alertsPerWeek, ...others } = band;
  const limit = has(band, 'edge') || has(band, 'limit') ? {} : { limit: { alertsPerWeek } };
  return { ...document, band: { ...others, ...limit } };
}

/** Renames version 1's band.core and band.edge to band.interval and band.limit. */
function renameBand(document: Fields, notices: Notice[]): Fields {
  let band = bandOf(document);
  if (!band) {
    return document;
  }
  for (const [old, name] of [
    ['core', 'interval'],
    ['edge', 'limit'],
  ]) {
    if (has(band, old)) {
      const { [old]: value, ...others }: Fields = band;
      band = has(band, name) ? others : { ...others, [name]: value };
      const text = `spec: band.${old} is named band.${name} since version 2 of the spec; it is read as that.`;
      notices.push({ code: 'spec/renamed-field', severity: 'info', text });
    }
  }
  return { ...document, band };
}

function bandOf(document: Fields): Fields | undefined {
  return has(document, 'band') && isObject(document.band) ? document.band : undefined;
}

/**
 * A document of the present version; one without schemaVersion has version 0. The argument is not modified.
 *
 * @param notices - receives one for each field that a migration renamed
 * @throws Fault `spec/wrong-type`, `spec/newer-version`
 */
export function migrate(document: Fields, notices: Notice[]): Fields {
  const version = has(document, 'schemaVersion') ? document.schemaVersion : 0;
  if (typeof version !== 'number' || !hasType('integer', version) || version < 0) {
    throw new Fault(
      'spec/wrong-type',
      `spec: schemaVersion is ${short(String(version))}; want an integer from 0 to ${VERSION}`
    );
  }
  if (version > VERSION) {
    throw new Fault(
      'spec/newer-version',
      `spec: schemaVersion is ${version}; this version of Tidemark reads up to ${VERSION}. Upgrade Tidemark, or set the spec anew.`
    );
  }
  const migrated = MIGRATIONS.slice(version).reduce((d, step) => step(d, notices), document);
  return { ...migrated, schemaVersion: VERSION };
}
