/**
 * Asks for the past of a query when told to, beside what the editor does, and holds the last answer.
 */
import { useEffect, useRef, useState } from 'react';
import { Subscription } from 'rxjs';
import { EditorProps } from './props';
import { Past, pastRequest, readPast } from './past';
import { TidemarkQuery } from './types';

/** What is known of the past just now. */
export interface PastState {
  loading: boolean;
  error?: string;
  past?: Past;
  /** Whether the query is another one than that of the answer. */
  stale: boolean;
  run(): void;
  cancel(): void;
}

/**
 * The past of a query.
 *
 * @param props - of the editor
 * @param query - of the present version
 */
export function usePast({ datasource, app, data }: EditorProps, query: TidemarkQuery): PastState {
  const [state, setState] = useState<{ of?: string; loading: boolean; error?: string; past?: Past }>({
    loading: false,
  });
  const running = useRef<Subscription>(undefined);
  useEffect(() => () => running.current?.unsubscribe(), []);
  const question = JSON.stringify([query.upstream, query.spec]);
  const fail = (error: unknown) => setState((before) => ({ ...before, loading: false, error: messageOf(error) }));
  const run = () => {
    running.current?.unsubscribe();
    setState((before) => ({ ...before, loading: true, error: undefined }));
    running.current = datasource.query(pastRequest(query, { ...data?.request, app }, Date.now())).subscribe({
      next: ({ data: frames, errors: [error] = [] }) =>
        error ? fail(error) : setState({ of: question, loading: false, past: readPast(frames) }),
      error: fail,
    });
  };
  const cancel = () => {
    running.current?.unsubscribe();
    setState((before) => ({ ...before, loading: false }));
  };
  const { of, ...rest } = state;
  return { ...rest, stale: of !== undefined && of !== question, run, cancel };
}

/** What an error says; Grafana's client throws objects that are none. */
function messageOf(error: unknown): string {
  const { message, data } = error as { message?: string; data?: { message?: string } };
  return data?.message ?? message ?? String(error);
}
