import type { KeyObject } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ClickJournal, ClickRecord } from "#clicks/click-record.ts";
import { sealFrame } from "./frame.ts";

export type FileJournalSettings = {
  readonly folder: string;
  readonly key: KeyObject;
  /** Distinct and growing with each start of the process: part of every click's name, and the order of the files. */
  readonly run: string;
  readonly segmentBytes?: number;
};

export const SEGMENT_SUFFIX = ".clicks";
const SEGMENT_BYTES = 16 * 1024 * 1024;

type Waiting = {
  readonly record: ClickRecord;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
};
type Segment = { readonly name: string; readonly descriptor: number; size: number };

/**
 * An append-only journal. Records that arrive in one turn of the event loop are sealed together and written by one `write`
 * before any of their readers is answered: what was answered outlives a killed process, since the page cache is the kernel's.
 * journal-reader.ts brings it into the database and deletes what is done with.
 */
export class FileJournal implements ClickJournal {
  readonly #settings: FileJournalSettings;
  #waiting: Waiting[] = [];
  #serial = 0;
  #segment: Segment | undefined;

  constructor(settings: FileJournalSettings) {
    this.#settings = settings;
    mkdirSync(settings.folder, { recursive: true });
    this.#segment = this.#newSegment();
  }

  append(record: ClickRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  close(): void {
    this.#flush();
    this.#rotate();
  }

  #newSegment(): Segment {
    this.#serial += 1;
    const name = `${this.#settings.run}-${String(this.#serial).padStart(6, "0")}`;
    const descriptor = openSync(join(this.#settings.folder, name + SEGMENT_SUFFIX), "ax", 0o600);
    return { name, descriptor, size: 0 };
  }

  #flush(): void {
    const due = this.#waiting;
    this.#waiting = [];
    if (due.length === 0) return;
    try {
      this.#write(due.map(({ record }) => record));
    } catch (cause) {
      // Part of the frame may lie in the file: nothing more goes behind it, or it would be read as part of that frame.
      this.#rotate();
      for (const { reject } of due) reject(cause);
      return;
    }
    for (const { resolve } of due) resolve();
  }

  /** Where no new segment can be made (the disk is full), the old one is given up all the same, and the next write tries again. */
  #rotate(): void {
    const old = this.#segment;
    this.#segment = undefined;
    if (old !== undefined) closeSync(old.descriptor);
  }

  #write(records: readonly ClickRecord[]): void {
    const segment = (this.#segment ??= this.#newSegment());
    const frame = sealFrame(this.#settings.key, segment.name, JSON.stringify(records));
    for (let at = 0; at < frame.length;) at += writeSync(segment.descriptor, frame, at);
    segment.size += frame.length;
    if (segment.size >= (this.#settings.segmentBytes ?? SEGMENT_BYTES)) this.#rotate();
  }
}
