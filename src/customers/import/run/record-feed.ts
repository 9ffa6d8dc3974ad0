import type { FileFault } from "#customers/import/read/file-fault.ts";
import type { ReadFile } from "#customers/import/read/read-blocks.ts";
import type { RawRecord } from "#customers/import/read/record.ts";

/** Records one by one without a promise for each: `take` until it has none, then `fill`. */
export class RecordFeed {
  readonly #file: ReadFile;
  #records: readonly RawRecord[] = [];
  #at = 0;
  #bytesRead = 0;
  #fault: FileFault | undefined;

  constructor(file: ReadFile) {
    this.#file = file;
  }

  get fault(): FileFault | undefined {
    return this.#fault;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  take(): RawRecord | undefined {
    const record = this.#records[this.#at];
    if (record !== undefined) this.#at += 1;
    return record;
  }

  /** The record that was taken last comes again. */
  putBack(): void {
    this.#at -= 1;
  }

  /** False at the end of what can be read. */
  async fill(): Promise<boolean> {
    for (;;) {
      const { done, value } = await this.#file.blocks.next();
      if (done === true) return false;
      this.#bytesRead = value.bytesRead;
      this.#fault = value.fault ?? this.#fault;
      // The last record stays at hand: it may be put back after the next block came.
      if (value.records.length === 0) continue;
      this.#records = value.records;
      this.#at = 0;
      return true;
    }
  }

  /** Passes over `count` records; gives the last of them, undefined where there are fewer. */
  async skip(count: number): Promise<RawRecord | undefined> {
    let last: RawRecord | undefined;
    for (let passed = 0; passed < count;) {
      const left = Math.min(count - passed, this.#records.length - this.#at);
      if (left === 0) {
        if (await this.fill()) continue;
        return undefined;
      }
      this.#at += left;
      passed += left;
      last = this.#records[this.#at - 1];
    }
    return last;
  }
}
