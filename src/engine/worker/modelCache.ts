/**
 * Trained models, kept while the page lives. A model is a pure function of spec, step, data before the cut and cut, so
 * the key is a digest of exactly these: data that were corrected afterwards give another key, and a wrong hit can't be.
 */
import { holdMs } from '../clean/align';
import type { Job } from './messages';
import { neededFromMs, windowMs } from '../cuts';
import { Model, ModelStore } from '../pipeline';
import type { Pool, PoolStore } from '../pool';
import { Regressor } from '../series/series';

/** Two independent FNV-1a digests; together 64 bits. */
class Digest {
  private a = 0x811c9dc5;
  private b = 0x1b873593;

  word(word: number): void {
    this.a = Math.imul(this.a ^ word, 0x01000193);
    this.b = Math.imul(this.b ^ word, 0x85ebca6b) ^ (this.b >>> 13);
  }

  text(text: string): void {
    for (let i = 0; i < text.length; i++) {
      this.word(text.charCodeAt(i));
    }
    this.word(0x10000); // ends the text, so that "ab" + "c" differs from "a" + "bc"
  }

  /** Bits of times and values of the points with fromMs ≤ t < toMs. */
  points(timesMs: Float64Array, values: Float64Array, fromMs: number, toMs: number): void {
    const timeWords = wordsOf(timesMs);
    const valueWords = wordsOf(values);
    for (let i = 0; i < timesMs.length; i++) {
      if (timesMs[i] >= fromMs && timesMs[i] < toMs) {
        this.word(timeWords[2 * i]);
        this.word(timeWords[2 * i + 1]);
        this.word(valueWords[2 * i]);
        this.word(valueWords[2 * i + 1]);
      }
    }
  }

  toString(): string {
    return `${(this.a >>> 0).toString(36)}.${(this.b >>> 0).toString(36)}`;
  }
}

function wordsOf(numbers: Float64Array): Uint32Array {
  return new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
}

/** A map of bounded size: at most `capacity` values; the one unused for longest goes first. No twin: Go has an LRU bounded by bytes. */
class Recent<V> {
  private readonly values = new Map<string, V>();

  constructor(private readonly capacity: number) {}

  has(key: string): boolean {
    return this.values.has(key);
  }

  get(key: string): V | undefined {
    const value = this.values.get(key);
    if (value !== undefined) {
      this.values.delete(key);
      this.values.set(key, value); // youngest again
    }
    return value;
  }

  set(key: string, value: V): void {
    this.values.set(key, value);
    if (this.values.size > this.capacity) {
      const [oldest] = this.values.keys();
      this.values.delete(oldest);
    }
  }
}

/** Models of many series, and what the series of a query teach new ones. */
export class ModelCache {
  private readonly models: Recent<Model>;
  private readonly pools = new Recent<Pool | undefined>(200);

  constructor(capacity = 2000) {
    this.models = new Recent(capacity);
  }

  /**
   * The part of the cache that one job may use.
   *
   * @param job - not modified; its data must not change while the store is in use
   * @returns a store whose keys also hold the job's spec, step and the data a model of each cut learns from
   */
  storeFor(job: Job): ModelStore {
    const keys = new Map<number, string>();
    const keyOf = (cutMs: number) => {
      const key = keys.get(cutMs) ?? keyAt(job, cutMs, digestBefore(job, cutMs));
      keys.set(cutMs, key);
      return key;
    };
    return {
      get: (cutMs) => this.models.get(keyOf(cutMs)),
      set: (cutMs, model) => this.models.set(keyOf(cutMs), model),
    };
  }

  /**
   * The pools that one job may use.
   *
   * @param job - as of storeFor
   * @returns a store whose keys also hold the job's spec, step and the data that a pool of each cut learns from
   */
  poolsFor(job: Job): PoolStore {
    return {
      pool: (cutMs, learn) => {
        const key = keyAt(job, cutMs, digestOfOthers(job, cutMs));
        if (!this.pools.has(key)) {
          this.pools.set(key, learn());
        }
        return this.pools.get(key);
      },
    };
  }
}

function keyAt({ spec, window }: Job, cutMs: number, digest: string): string {
  return `${JSON.stringify(spec)}|${window.stepMs}|${cutMs}|${digest}`;
}

function digestOfOthers({ input, spec, window }: Job, cutMs: number): string {
  const digest = new Digest();
  for (const { timesMs, values } of input.others ?? []) {
    digest.points(timesMs, values, cutMs - windowMs(spec, window.stepMs), cutMs);
    digest.text('');
  }
  return digest.toString();
}

function digestBefore({ input, spec, window }: Job, cutMs: number): string {
  const fromMs = neededFromMs(spec, window.stepMs, cutMs + 1);
  const digest = new Digest();
  digest.points(input.series.timesMs, input.series.values, fromMs, cutMs);
  for (const regressor of input.regressors ?? []) {
    addRegressor(digest, regressor, cutMs);
  }
  return digest.toString();
}

// All samples before the cut count: the last one may hold into the history. How long it holds follows from all stamps.
function addRegressor(digest: Digest, regressor: Regressor, cutMs: number): void {
  const { timesMs } = regressor.kind === 'number' ? regressor.series : regressor;
  digest.text(`${regressor.name}${regressor.kind} ${holdMs(Float64Array.from(timesMs).sort(), 0)}`);
  if (regressor.kind === 'number') {
    digest.points(timesMs, regressor.series.values, -Infinity, cutMs);
    return;
  }
  regressor.timesMs.forEach((timeMs, i) => {
    if (timeMs < cutMs) {
      digest.text(`${timeMs} ${regressor.labels[i]}`);
    }
  });
}
