/**
 * From a query on a page of Grafana to the form of a new rule.
 */
import { DataQuery, DataSourceRef } from '@grafana/schema';
import { AdHocVariableFilter, AppEvents, ScopedVars } from '@grafana/data';
import { config, getAppEvents, getDataSourceSrv, locationService } from '@grafana/runtime';
import { OWN_TYPE, TidemarkQuery } from '../datasource/types';
import { RuleOrigin, ruleUrl } from './rule';

/** What to do where a panel reads another data source, whose numbers a rule can't judge. */
export const NEEDS_TIDEMARK =
  'Only the browser computes this band, and alert rules run on the server: set the panel’s data source to Tidemark Baseline over the same upstream, then create the rule here.';

/**
 * The query that a rule would ask.
 *
 * @param targets - of a panel or of Explore
 * @returns the first that is shown and goes to Tidemark; undefined if there is none
 */
export function ruleTarget(targets: DataQuery[] | undefined): TidemarkQuery | undefined {
  return targets?.find((target) => !target.hide && target.datasource?.type === OWN_TYPE) as TidemarkQuery | undefined;
}

/** Whether this user may make alert rules; a Grafana that does not say so asks at the form. */
export function mayCreateRules(): boolean {
  const { permissions } = config.bootData.user;
  return config.unifiedAlertingEnabled && (permissions === undefined || permissions['alert.rules:create'] === true);
}

/**
 * Opens the form, with the query as the page shows it: variables filled in by the data source's own code. What goes wrong
 * is told as Grafana tells such things, in a corner of the page.
 *
 * @param target - of `ruleTarget`
 * @param scopedVars - of the panel; {} in Explore
 * @param origin - the page to come back to is added
 * @param filters - the dashboard's ad-hoc filters; the data source looks for them where the caller doesn't know
 */
export async function openRule(
  target: TidemarkQuery,
  scopedVars: ScopedVars,
  origin: RuleOrigin,
  filters?: AdHocVariableFilter[]
): Promise<void> {
  try {
    const source = await getDataSourceSrv().get(target.datasource as DataSourceRef, scopedVars);
    const [query] = source.interpolateVariablesInQueries?.([target], scopedVars, filters) ?? [target];
    refuseFilters(query as TidemarkQuery);
    const { pathname, search } = locationService.getLocation();
    const ref = { uid: source.uid, type: source.type };
    locationService.push(ruleUrl(query as TidemarkQuery, ref, { ...origin, returnTo: pathname + search }));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    getAppEvents().publish({ type: AppEvents.alertError.name, payload: ['The alert rule could not be opened', text] });
  }
}

// A rule without them would watch what the dashboard leaves out.
function refuseFilters({ upstream }: TidemarkQuery): void {
  const left = upstream?.filters ?? [];
  if (left.length > 0) {
    const named = left.map(({ key, operator, value }) => `${key} ${operator} ${value}`).join('; ');
    throw new Error(
      `The dashboard’s filters (${named}) can’t be written into the upstream’s query, and a rule has no dashboard. Remove them, or write them into the query.`
    );
  }
}
