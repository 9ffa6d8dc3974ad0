/** The bytes of a source by count, whatever the parts that they come in. */
export class ByteQueue {
  readonly #source: AsyncGenerator<Uint8Array>;
  #part: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(source: AsyncGenerator<Uint8Array>) {
    this.#source = source;
  }

  /** At least one byte and at most `most`; undefined at the end. */
  async next(most: number): Promise<Uint8Array | undefined> {
    while (this.#at === this.#part.byteLength) {
      const { done, value } = await this.#source.next();
      if (done === true) return undefined;
      this.#part = value;
      this.#at = 0;
    }
    const bytes = this.#part.subarray(this.#at, this.#at + most);
    this.#at += bytes.byteLength;
    return bytes;
  }

  /** Exactly `count` bytes; undefined where there are fewer. */
  async take(count: number): Promise<Uint8Array | undefined> {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const part = await this.next(count - at);
      if (part === undefined) return undefined;
      bytes.set(part, at);
      at += part.byteLength;
    }
    return bytes;
  }

  /** The last `count` bytes of what `next` gave last come again. */
  putBack(count: number): void {
    this.#at -= count;
  }

  /** Passes over zeros; false where nothing is behind them. */
  async skipZeros(): Promise<boolean> {
    for (;;) {
      const bytes = await this.next(4_096);
      if (bytes === undefined) return false;
      const at = bytes.findIndex((byte) => byte !== 0);
      if (at === -1) continue;
      this.putBack(bytes.byteLength - at);
      return true;
    }
  }
}
