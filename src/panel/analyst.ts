/**
 * Keeps a panel's verdicts up to its data: one analysis at a time, its results as they come.
 */
import { PanelData } from '@grafana/data';
import type { EngineClient } from '../engine/worker/client';
import { Fault, faultCode } from '../engine/fault/fault';
import { Notice } from '../engine/notice/notice';
import { HistoryStore } from './history/store';
import { Promised, Walked } from './promise';
import { Drawn, run } from './run';

/** What is known of the panel's series by now. */
export interface Found {
  /** The queries that the verdicts are of. */
  queries: string;
  /** By the series' keys; those of the run before stay until the new ones come. */
  judged: ReadonlyMap<string, Drawn>;
  notices: Notice[];
  /** Alerts a week of all series; undefined until all are judged. */
  promised?: Promised;
  /** Why the last run failed as a whole. */
  fault?: Fault;
  /** What is being done, for people; undefined when nothing is. */
  progress?: string;
}

/** What is known before the first verdict. */
export const NOTHING: Found = { queries: '', judged: new Map(), notices: [] };

/** While someone turns a slider, one run after the last move is enough. */
const SETTLE_MS = 120;

/** Results that come closer together are told at once: each telling draws the plot anew. */
const TELL_MS = 200;

interface Question {
  data: PanelData;
  specText: string;
}

/** The verdicts of one panel. */
export class Analyst {
  private readonly history = new HistoryStore();
  private readonly walked = new Walked();
  private found = NOTHING;
  private asked = '';
  private abort?: AbortController;
  private next?: Question;
  private telling?: ReturnType<typeof setTimeout>;

  /**
   * @param engine - of the page
   * @param tell - called with what is known, whenever more is
   */
  constructor(
    private readonly engine: EngineClient,
    private readonly tell: (found: Found) => void
  ) {}

  /**
   * Takes new data or another spec. Newer data of the same question wait for the run that is under way, since a stream
   * would end each run before its result; another question ends it.
   */
  ask(question: Question): void {
    const { data, specText } = question;
    const asked = JSON.stringify([specText, queriesOf(data), data.request?.range.raw ?? data.timeRange.raw]);
    if (this.abort && asked === this.asked) {
      this.next = question;
      return;
    }
    this.stop();
    this.asked = asked;
    this.begin(question);
  }

  /** Ends the run under way. */
  stop(): void {
    this.abort?.abort();
    this.abort = undefined;
    this.next = undefined;
    clearTimeout(this.telling);
    this.telling = undefined;
  }

  private async begin(question: Question): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    await new Promise((done) => setTimeout(done, SETTLE_MS));
    if (!abort.signal.aborted) {
      await this.judge(this.next ?? question, abort.signal);
    }
    if (abort.signal.aborted) {
      return;
    }
    clearTimeout(this.telling);
    this.telling = undefined;
    this.abort = undefined;
    this.tell(this.found);
    if (this.next) {
      this.begin(this.next);
    }
  }

  private async judge({ data, specText }: Question, signal: AbortSignal): Promise<void> {
    this.next = undefined;
    const queries = queriesOf(data);
    const before = queries === this.found.queries ? this.found : NOTHING;
    const judged = new Map(before.judged);
    this.found = { ...before, queries, judged };
    const learn = (news: Partial<Found>) => {
      if (!signal.aborted) {
        this.found = { ...this.found, ...news };
        this.telling ??= setTimeout(() => this.tellNow(), TELL_MS);
      }
    };
    try {
      const { drawn, notices } = await run({
        data,
        spec: JSON.parse(specText),
        history: this.history,
        engine: this.engine,
        signal,
        onProgress: (progress) => learn({ progress }),
        onJudged: (one) => learn({ judged: judged.set(one.source.key, one) }),
      });
      const promised = this.walked.add(JSON.stringify([specText, queries]), drawn);
      const verdicts = new Map(drawn.map((one) => [one.source.key, one]));
      learn({ judged: verdicts, notices, promised, fault: undefined, progress: undefined });
    } catch (error) {
      learn({ fault: asFault(error), progress: undefined });
    }
  }

  private tellNow(): void {
    this.telling = undefined;
    this.found = { ...this.found, judged: new Map(this.found.judged) };
    this.tell(this.found);
  }
}

/** What tells one panel's queries from others, as text. */
export function queriesOf({ request }: PanelData): string {
  return JSON.stringify([request?.targets, request?.scopedVars]);
}

function asFault(error: unknown): Fault {
  if (faultCode(error) !== 'uncoded') {
    return error as Fault;
  }
  const text = error instanceof Error ? error.message : String(error);
  return new Fault('panel/bug', `BUG: panel: ${text}; please report with this panel's JSON.`);
}
