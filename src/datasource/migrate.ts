/**
 * Brings stored queries of any version to the present one. Twin: pkg/query/migrate.go; both must accept what any release
 * has ever saved, since rules outlive releases.
 */
import { DataQuery } from '@grafana/schema';
import { Output, SCHEMA_VERSION, TidemarkQuery } from './types';

type Fields = Record<string, unknown>;

// MIGRATIONS[v] turns the fields of version v into those of version v + 1.
const MIGRATIONS: Array<(fields: Fields) => Fields> = [unwrapExpression];

/**
 * A complete query of the present version. Pure, and applying it twice changes nothing. A query of a later version comes
 * back as it is; the backend refuses it with a reason.
 *
 * @param stored - from a dashboard, a rule, Explore's URL or a provisioning file; not modified
 */
export function migrateQuery(stored: Partial<TidemarkQuery> & DataQuery): TidemarkQuery {
  const version = typeof stored.schemaVersion === 'number' ? stored.schemaVersion : 0;
  const fields: Fields = MIGRATIONS.slice(version).reduce<Fields>((old, step) => step(old), { ...stored });
  return {
    ...(fields as unknown as TidemarkQuery),
    schemaVersion: Math.max(version, SCHEMA_VERSION),
    upstream: isFields(fields.upstream)
      ? { ...fields.upstream, query: isFields(fields.upstream.query) ? fields.upstream.query : {} }
      : { query: {} },
    spec: isFields(fields.spec) ? fields.spec : {},
    output: typeof fields.output === 'string' && fields.output !== '' ? (fields.output as Output) : 'bands',
  };
}

/** Reads the short form of version 0, `{ expr }`, in which the upstream could only be a Prometheus API. */
function unwrapExpression({ expr, legendFormat, ...rest }: Fields): Fields {
  if (rest.upstream !== undefined || expr === undefined) {
    return rest;
  }
  return { ...rest, upstream: { query: legendFormat === undefined ? { expr } : { expr, legendFormat } } };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
