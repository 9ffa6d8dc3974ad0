import type { KeyObject } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ClickJournal, ClickRecord } from "#clicks/click-record.ts";
import { sealFrame } from "./frame.ts";

export type FileJournalSettings = {
  readonly folder: string;
  readonly key: KeyObject;
  /** Begins the names of this process's segments. */
  readonly run: string;
  readonly segmentBytes?: number;
};

/** A segment that is being written to. */
export const OPEN_SUFFIX = ".open";
/** A segment to which nothing more is written: when all of it is done with, it may be deleted. */
export const CLOSED_SUFFIX = ".clicks";
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
 * journal-reader.ts brings it into the database and deletes what is done with. A file's ending says whether it is still
 * written to, so neither the clock nor the order of names decides what may be deleted. One process owns a folder.
 */
export class FileJournal implements ClickJournal {
  readonly #settings: FileJournalSettings;
  #waiting: Waiting[] = [];
  #serial = 0;
  #segment: Segment | undefined;

  constructor(settings: FileJournalSettings) {
    this.#settings = settings;
    mkdirSync(settings.folder, { recursive: true });
    this.#closeForeign();
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

  /** Whoever wrote to these is gone: the folder is ours. */
  #closeForeign(): void {
    for (const file of readdirSync(this.#settings.folder)) {
      if (file.endsWith(OPEN_SUFFIX)) this.#closeFile(file.slice(0, -OPEN_SUFFIX.length));
    }
  }

  #pathOf(name: string, suffix: string): string {
    return join(this.#settings.folder, name + suffix);
  }

  #closeFile(name: string): void {
    renameSync(this.#pathOf(name, OPEN_SUFFIX), this.#pathOf(name, CLOSED_SUFFIX));
  }

  /** A name is part of its clicks' names: one that is taken, by whatever turn of the clock, is passed over. */
  #newSegment(): Segment {
    let name: string;
    do {
      this.#serial += 1;
      name = `${this.#settings.run}-${String(this.#serial).padStart(6, "0")}`;
    } while (existsSync(this.#pathOf(name, CLOSED_SUFFIX)));
    return { name, descriptor: openSync(this.#pathOf(name, OPEN_SUFFIX), "ax", 0o600), size: 0 };
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
    if (old === undefined) return;
    closeSync(old.descriptor);
    this.#closeFile(old.name);
  }

  #write(records: readonly ClickRecord[]): void {
    const segment = (this.#segment ??= this.#newSegment());
    const frame = sealFrame(this.#settings.key, segment.name, JSON.stringify(records));
    for (let at = 0; at < frame.length;) at += writeSync(segment.descriptor, frame, at);
    segment.size += frame.length;
    if (segment.size >= (this.#settings.segmentBytes ?? SEGMENT_BYTES)) this.#rotate();
  }
}
