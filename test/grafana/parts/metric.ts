/** Series of hosts: noise about a level, until a test has something happen. */

type State = 'usual' | 'leapt' | 'gone';

/** What one expression gives: a series a host. */
export class Metric {
  /** Whether the upstream fails on this expression. */
  broken = false;
  private readonly changes: Array<{ host: string; fromMs: number; state: State }> = [];

  constructor(private readonly hosts: string[]) {}

  /** From now on the host's values are far from what they were. */
  leap(host: string) {
    this.change(host, 'leapt');
  }

  /** From now on the host has no values. */
  vanish(host: string) {
    this.change(host, 'gone');
  }

  /** From now on the host's values are as before everything. */
  calm(host: string) {
    this.change(host, 'usual');
  }

  /** The host has values since this moment only. */
  begin(host: string, fromMs: number) {
    this.changes.push({ host, fromMs: 0, state: 'gone' }, { host, fromMs, state: 'usual' });
  }

  /** What a label's values are. */
  labelValues(name: string): string[] {
    return name === 'instance' ? this.hosts : name === 'job' ? ['shop'] : [];
  }

  /** A result of Prometheus' query_range. */
  matrix(startMs: number, endMs: number, stepMs: number) {
    return this.hosts
      .map((host, seed) => {
        const values: Array<[number, string]> = [];
        for (let timeMs = startMs; timeMs <= endMs; timeMs += stepMs) {
          const state = this.state(host, timeMs);
          if (state !== 'gone') {
            values.push([timeMs / 1000, String(state === 'leapt' ? 3 * usual(timeMs, seed) : usual(timeMs, seed))]);
          }
        }
        return { metric: { instance: host, job: 'shop' }, values };
      })
      .filter(({ values }) => values.length > 0);
  }

  private change(host: string, state: State) {
    this.changes.push({ host, fromMs: Date.now(), state });
  }

  private state(host: string, timeMs: number): State {
    return this.changes.filter((one) => one.host === host && one.fromMs <= timeMs).at(-1)?.state ?? 'usual';
  }
}

/** 100, with noise of ± 3 that is equal for equal times: a day of it is enough to learn from. */
function usual(timeMs: number, seed: number): number {
  const noise = Math.sin(timeMs / 1000 + seed * 7919) * 43758.5453;
  return 100 + 6 * (noise - Math.floor(noise) - 0.5);
}
