/**
 * Paints anomalies: the line in the colour of its severity, and at the farthest point a mark whose shape is the reason.
 */
import { GrafanaTheme2 } from '@grafana/data';
import { Analysis } from '../../engine/analysis';
import { Series } from '../../engine/series/series';
import { Reason } from '../../engine/detect/score';
import { shapeOf } from '../../draw/marks';
import { farthestOf, Run, runsOf } from '../../draw/runs';
import { clipped, pixelRatio } from './canvas';
import { Severity, severityColor, severityOf } from '../../draw/palette';
import { paintLimit } from './limits';
import { Plot } from './plot';
import { Scene } from './scene';

interface Look {
  shown(s: number): boolean;
  /** Scale of each series. */
  keys: string[];
  theme: GrafanaTheme2;
}

/** With more series than these, stripes of several would cover the whole plot. */
const STRIPED_SERIES = 3;

/**
 * Paints the anomalies of all shown series.
 *
 * @param u - the plot, just drawn
 * @param scene - what is on it
 * @param look - which series are shown, and on which scale
 */
export function paintAnomalies(u: Plot, { drawn, looks }: Scene, { shown, keys, theme }: Look): void {
  const striped = looks.filter(({ band }) => band).length <= STRIPED_SERIES;
  clipped(u, (ctx) => {
    drawn.forEach(({ line, analysis }, s) => {
      if (!shown(s)) {
        return;
      }
      const series = new PaintedSeries(u, ctx, { line, analysis, stepped: looks[s].stepped, scale: keys[s] }, theme);
      const anomalies = runsOf(analysis.timesMs.length, (i) => analysis.anomaly[i] === 1);
      if (!looks[s].band) {
        anomalies.forEach((run) => series.line(run)); // a mark would lie beyond a limit that isn't drawn
        return;
      }
      runsOf(analysis.timesMs.length, (i) => analysis.score[i] > 1 && analysis.anomaly[i] !== 1).forEach((run) =>
        series.outside(run)
      );
      if (striped) {
        anomalies.forEach((run) => series.stripe(run));
      }
      anomalies.forEach((run) => series.line(run));
      anomalies.forEach((run) => series.mark(run));
    });
  });
}

class PaintedSeries {
  private readonly px = pixelRatio();
  private readonly analysis: Analysis;
  private readonly points: Series;
  /** Whether a slot stands for the time up to the next one, in which the value has several points. */
  private readonly stepped: boolean;
  private readonly scale: string;

  constructor(
    private readonly u: Plot,
    private readonly ctx: CanvasRenderingContext2D,
    { analysis, line, stepped, scale }: { analysis: Analysis; line: Series; stepped: boolean; scale: string },
    private readonly theme: GrafanaTheme2
  ) {
    this.analysis = analysis;
    this.points = line;
    this.stepped = stepped;
    this.scale = scale;
  }

  /** Points beyond the limit that are no anomaly (yet): hollow. */
  outside({ first, last }: Run): void {
    const { ctx, px } = this;
    ctx.lineWidth = 1.25 * px;
    ctx.strokeStyle = severityColor('outside', this.theme);
    for (let i = first; i <= last; i++) {
      ctx.beginPath();
      ctx.arc(this.x(i), this.y(i), 2.5 * px, 0, 2 * Math.PI);
      ctx.stroke();
    }
  }

  stripe(run: Run): void {
    const { ctx, px } = this;
    const half = this.analysis.stepMs / 2;
    const from = this.u.valToPos(this.middle(run.first) - half, 'x', true);
    const to = this.u.valToPos(this.middle(run.last) + half, 'x', true);
    ctx.globalAlpha = this.theme.isDark ? 0.14 : 0.1;
    ctx.fillStyle = this.color(run);
    ctx.fillRect(from, this.u.bbox.top, Math.max(to - from, px), this.u.bbox.height);
    ctx.globalAlpha = 1;
  }

  line({ first, last }: Run): void {
    const { ctx, px } = this;
    ctx.strokeStyle = this.color({ first, last });
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = 2.25 * px;
    ctx.lineJoin = 'round';
    ctx.beginPath();
    if (this.stepped) {
      this.tracePoints({ first, last });
    } else {
      this.traceSlots({ first, last });
    }
    ctx.stroke();
    if (this.stepped) {
      return;
    }
    if (last === first || this.x(first + 1) - this.x(first) > 7 * px) {
      this.dots({ first, last });
    }
  }

  /** The limit of the farthest point, and beside that point the shape of its reason: away from the expected value. */
  mark(run: Run): void {
    const { ctx, px, analysis } = this;
    const i = this.farthest(run);
    const severity = this.severity(run);
    const size = (severity === 'severe' ? 6 : 4) * px;
    const missing = analysis.reason[i] === Reason.Missing;
    if (!missing && !Number.isFinite(analysis.value[i])) {
      return;
    }
    paintLimit(this.u, ctx, analysis, this.scale, i, this.theme);
    const up = missing || analysis.direction[i] >= 0 ? -1 : 1; // canvas y grows downwards
    const base = missing
      ? this.u.bbox.top + this.u.bbox.height - px // on the axis
      : this.inside(this.y(i) + up * 6 * px, up, 2 * size);
    ctx.beginPath();
    shapeOf(analysis.reason[i]).forEach(([x, y]) => ctx.lineTo(this.x(i) + size * x, base + up * size * y));
    ctx.closePath();
    ctx.lineJoin = 'round';
    ctx.lineWidth = 3 * px;
    ctx.strokeStyle = this.theme.colors.background.primary; // a halo keeps the mark apart from line and band
    ctx.stroke();
    ctx.fillStyle = severityColor(severity, this.theme);
    ctx.fill();
  }

  private traceSlots({ first, last }: Run): void {
    for (let i = Math.max(0, first - 1); i <= last; i++) {
      if (Number.isFinite(this.analysis.value[i])) {
        this.ctx.lineTo(this.x(i), this.y(i));
      }
    }
  }

  // The query's own points in the slots of the run.
  private tracePoints({ first, last }: Run): void {
    const { timesMs, values } = this.points;
    const endMs = this.analysis.timesMs[last] + this.analysis.stepMs;
    for (let k = 0; k < timesMs.length && timesMs[k] <= endMs; k++) {
      if (timesMs[k] >= this.analysis.timesMs[first] && Number.isFinite(values[k])) {
        this.ctx.lineTo(this.u.valToPos(timesMs[k], 'x', true), this.u.valToPos(values[k], this.scale, true));
      }
    }
  }

  private dots({ first, last }: Run): void {
    for (let i = first; i <= last; i++) {
      this.ctx.beginPath();
      this.ctx.arc(this.x(i), this.y(i), 3 * this.px, 0, 2 * Math.PI);
      this.ctx.fill();
    }
  }

  // A mark on a point at the very top would be cut off.
  private inside(y: number, up: number, room: number): number {
    const { top, height } = this.u.bbox;
    return up < 0 ? Math.max(y, top + room) : Math.min(y, top + height - room);
  }

  private color(run: Run): string {
    return severityColor(this.severity(run), this.theme);
  }

  private severity(run: Run): Severity {
    return severityOf(this.analysis.score[this.farthest(run)], 1);
  }

  private farthest(run: Run): number {
    return farthestOf(this.analysis, run);
  }

  private x(i: number): number {
    return this.u.valToPos(this.middle(i), 'x', true);
  }

  private middle(i: number): number {
    return this.analysis.timesMs[i] + (this.stepped ? this.analysis.stepMs / 2 : 0);
  }

  private y(i: number): number {
    return this.u.valToPos(this.analysis.value[i], this.scale, true);
  }
}
