/**
 * What is on the plot just now. The plot's configuration outlives many refreshes and reads the present state from here.
 */
import { MsRange } from '../history/query';
import { Drawn } from '../run';
import { Aligned, align, BandLook, Layout, layoutOf } from './align';

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
  looks: BandLook[] = [];
  layout: Layout = [];
  aligned: Aligned = { columns: [[]], slots: [], points: [] };

  /**
   * Puts a new state on the scene.
   *
   * @returns columns for uPlot
   */
  show(drawn: Drawn[], looks: BandLook[], range: MsRange, marks: Mark[]): Aligned {
    this.drawn = drawn;
    this.range = range;
    this.marks = marks;
    this.looks = looks;
    this.layout = layoutOf(looks);
    this.aligned = align(drawn, looks);
    return this.aligned;
  }
}
