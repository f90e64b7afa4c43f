/** A pinned data source's front end that Grafana can't load. */
import { setDataSourceSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import React from 'react';
import { PinnedFrontEnd } from './PinnedFrontEnd';

test.each([
  ['an error', new Error('Could not load plugin')],
  ["what Grafana's own requests are refused with", { status: 404, data: { message: 'Could not load plugin' } }],
])('%s is told', async (_, refusal) => {
  setDataSourceSrv({ get: () => Promise.reject(refusal) } as never);
  render(<PinnedFrontEnd uid="gone">{() => 'its editor'}</PinnedFrontEnd>);
  expect(await screen.findByText('Could not load plugin')).toBeInTheDocument();
});
