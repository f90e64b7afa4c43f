/**
 * A map of bounded size. No twin: Go has an LRU bounded by bytes.
 */

/** At most `capacity` values; the one unused for longest goes first. */
export class Recent<V> {
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
