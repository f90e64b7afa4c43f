/**
 * Paints anomalies: the line in the colour of its severity, and at the farthest point a mark that says above or below.
 */
import { GrafanaTheme2 } from '@grafana/data';
import { Analysis } from '../../engine/analysis';
import { Run, runsOf } from '../../draw/runs';
import { clipped, pixelRatio } from './canvas';
import { severityColor, severityOf } from '../../draw/palette';
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
export function paintAnomalies(u: Plot, { drawn }: Scene, { shown, keys, theme }: Look): void {
  clipped(u, (ctx) => {
    drawn.forEach(({ analysis }, s) => {
      if (!shown(s)) {
        return;
      }
      const series = new PaintedSeries(u, ctx, analysis, keys[s], theme);
      runsOf(analysis.timesMs.length, (i) => analysis.score[i] > 1 && analysis.anomaly[i] !== 1).forEach((run) =>
        series.outside(run)
      );
      const anomalies = runsOf(analysis.timesMs.length, (i) => analysis.anomaly[i] === 1);
      if (drawn.length <= STRIPED_SERIES) {
        anomalies.forEach((run) => series.stripe(run));
      }
      anomalies.forEach((run) => series.line(run));
      anomalies.forEach((run) => series.mark(run));
    });
  });
}

class PaintedSeries {
  private readonly px = pixelRatio();

  constructor(
    private readonly u: Plot,
    private readonly ctx: CanvasRenderingContext2D,
    private readonly analysis: Analysis,
    private readonly scale: string,
    private readonly theme: GrafanaTheme2
  ) {}

  /** Points beyond the edge that are no anomaly (yet): hollow. */
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
    const from = this.u.valToPos(this.analysis.timesMs[run.first] - half, 'x', true);
    const to = this.u.valToPos(this.analysis.timesMs[run.last] + half, 'x', true);
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
    for (let i = Math.max(0, first - 1); i <= last; i++) {
      if (Number.isFinite(this.analysis.value[i])) {
        ctx.lineTo(this.x(i), this.y(i));
      }
    }
    ctx.stroke();
    if (last === first || this.x(first + 1) - this.x(first) > 7 * px) {
      this.dots({ first, last });
    }
  }

  /** A triangle beside the farthest point: ▲ above it, ▼ below it. */
  mark(run: Run): void {
    const { ctx, px } = this;
    const i = this.farthest(run);
    if (!Number.isFinite(this.analysis.value[i])) {
      return;
    }
    const up = this.analysis.direction[i] >= 0 ? -1 : 1; // canvas y grows downwards
    const size = 5 * px;
    const x = this.x(i);
    const base = this.inside(this.y(i) + up * 6 * px, up, 2 * size);
    ctx.beginPath();
    ctx.moveTo(x, base + up * size * 1.7);
    ctx.lineTo(x - size, base);
    ctx.lineTo(x + size, base);
    ctx.closePath();
    ctx.lineJoin = 'round';
    ctx.lineWidth = 3 * px;
    ctx.strokeStyle = this.theme.colors.background.primary; // a halo keeps the mark apart from line and band
    ctx.stroke();
    ctx.fillStyle = this.color(run);
    ctx.fill();
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
    return severityColor(severityOf(this.analysis.score[this.farthest(run)], 1), this.theme);
  }

  private farthest({ first, last }: Run): number {
    let best = first;
    for (let i = first; i <= last; i++) {
      if (this.analysis.score[i] > this.analysis.score[best] || Number.isNaN(this.analysis.score[best])) {
        best = i;
      }
    }
    return best;
  }

  private x(i: number): number {
    return this.u.valToPos(this.analysis.timesMs[i], 'x', true);
  }

  private y(i: number): number {
    return this.u.valToPos(this.analysis.value[i], this.scale, true);
  }
}
