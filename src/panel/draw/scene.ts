/**
 * What is on the plot just now. The plot's configuration outlives many refreshes and reads the present state from here.
 */
import { MsRange } from '../history/query';
import { Drawn } from '../run';
import { Aligned, align } from './align';

/** An annotation of the dashboard, or a range. */
export interface Mark extends MsRange {
  color: string;
  text: string;
}

/** The present state of one plot. */
export class Scene {
  drawn: Drawn[] = [];
  marks: Mark[] = [];
  range: MsRange = { fromMs: 0, toMs: 1 };
  aligned: Aligned = { columns: [[]], rows: [] };

  /**
   * Puts a new state on the scene.
   *
   * @returns columns for uPlot
   */
  show(drawn: Drawn[], range: MsRange, marks: Mark[]): Aligned {
    this.drawn = drawn;
    this.range = range;
    this.marks = marks;
    this.aligned = align(drawn);
    return this.aligned;
  }
}
