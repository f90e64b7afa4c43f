/**
 * What the engine wants its user to know beside the numbers.
 * Twin: pkg/engine/notice.
 */

/** One remark about a result that stands all the same. */
export interface Notice {
  /** Stable, of the form `<stage>/<reason>`. */
  code: string;
  severity: 'info' | 'warning';
  /** One sentence for people. */
  text: string;
}
