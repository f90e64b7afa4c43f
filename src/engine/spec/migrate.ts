/**
 * Brings older specs to the present version.
 * Twin: pkg/engine/spec/migrate.go.
 */
import { Fault, short } from '../fault/fault';
import { Fields, has, hasType, isObject } from './check';

/** The schemaVersion that this engine writes. */
const VERSION = 1;

// MIGRATIONS[v] turns a document of version v into one of version v + 1.
const MIGRATIONS: Array<(document: Fields) => Fields> = [nameTheLimit];

/** Moves version 0's band.alertsPerWeek to where version 1 has it, band.edge. */
function nameTheLimit(document: Fields): Fields {
  const band = has(document, 'band') ? document.band : undefined;
  if (!isObject(band) || !has(band, 'alertsPerWeek')) {
    return document;
  }
  const { alertsPerWeek, ...rest } = band;
  return { ...document, band: has(band, 'edge') ? rest : { ...rest, edge: { alertsPerWeek } } };
}

/**
 * A document of the present version; one without schemaVersion has version 0. The argument is not modified.
 *
 * @throws Fault `spec/wrong-type`, `spec/newer-version`
 */
export function migrate(document: Fields): Fields {
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
  const migrated = MIGRATIONS.slice(version).reduce((d, step) => step(d), document);
  return { ...migrated, schemaVersion: VERSION };
}
