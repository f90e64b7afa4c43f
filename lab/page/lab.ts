/** The lab's own endpoints: what there is to look at, and a CSV of the user's. */

/** The theme of the page. */
export type Mode = 'light' | 'dark';

/** One data set; twin: demo.Set in lab/demo/sets.go. */
export interface LabSet {
  id: string;
  title: string;
  about: string;
  group: string;
  unit?: string;
  expr: string;
  live: boolean;
  fromMs: number;
  toMs: number;
  /** For the panel, where regressors are columns. */
  spec: Record<string, unknown>;
  /** For the data source, where each regressor has a query. */
  querySpec: Record<string, unknown>;
  regressors: string[] | null;
  windows: Array<[number, number]> | null;
  notices: Array<{ code: string; text: string }> | null;
}

export interface LabSets {
  sets: LabSet[];
  missing: string[] | null;
}

/** A refusal with its stable code, for example `csv/no-timestamp-column`. */
export class LabError extends Error {
  constructor(
    readonly code: string,
    message: string
  ) {
    super(message);
  }
}

/** What the lab holds; the set that the user dropped or named comes first. */
export async function fetchSets(): Promise<LabSets> {
  return answer<LabSets>(await fetch('/lab/sets'));
}

/**
 * Sends a CSV file.
 *
 * @returns the set made of it
 * @throws LabError with the file's fault
 */
export async function sendCSV(file: File): Promise<LabSet> {
  return answer<LabSet>(await fetch(`/lab/csv?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file }));
}

async function answer<T>(response: Response): Promise<T> {
  const body = await response.json();
  if (!response.ok) {
    throw new LabError(body.code ?? 'lab/failed', body.message ?? response.statusText);
  }
  return body;
}
