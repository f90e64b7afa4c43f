/**
 * The bell in the panel's header: a rule for what is shown, or a sentence on what is missing for one.
 */
import { DataQueryRequest } from '@grafana/data';
import { IconButton, Toggletip } from '@grafana/ui';
import React from 'react';
import { mayCreateRules, NEEDS_TIDEMARK, openRule, ruleTarget } from './open';

interface Props {
  /** The panel's own request; none where its data come from no query. */
  request: DataQueryRequest | undefined;
  title: string;
  panelId: number;
}

const LABEL = 'Create alert rule';

/** Nothing for those who may not make rules. */
export function RuleButton({ request, title, panelId }: Props) {
  if (!mayCreateRules()) {
    return null;
  }
  const target = ruleTarget(request?.targets);
  if (!target) {
    return (
      <Toggletip content={NEEDS_TIDEMARK} placement="bottom-end">
        <IconButton name="bell" size="sm" aria-label={LABEL} />
      </Toggletip>
    );
  }
  const origin = { title, panelId, dashboardUid: request?.dashboardUID };
  return (
    <IconButton
      name="bell"
      size="sm"
      tooltip={LABEL}
      onClick={() => void openRule(target, request?.scopedVars ?? {}, origin, request?.filters)}
    />
  );
}
