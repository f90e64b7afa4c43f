/**
 * One labelled control: beside its label where there is room, below it in the panel's narrow option pane.
 */
import { css } from '@emotion/css';
import { InlineField } from '@grafana/ui';
import React, { ComponentProps } from 'react';

// The label keeps its width; without a basis the control would keep its own too, and stick out of the pane.
const WRAPPING = css({ flexWrap: 'wrap', '> :last-child': { flex: '1 1 160px', minWidth: 0 } });

/** Grafana's InlineField, wrapping. */
export function Row(props: ComponentProps<typeof InlineField>) {
  return <InlineField {...props} className={WRAPPING} />;
}
