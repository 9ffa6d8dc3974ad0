import type { KeyObject } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ClickJournal, ClickRecord, JournaledClick } from "#clicks/click-record.ts";
import { openFrames, sealFrame } from "./frame.ts";

export type FileJournalSettings = {
  readonly folder: string;
  readonly key: KeyObject;
  /** Distinct for each start of the process, e.g. its start time: part of every click's name. */
  readonly run: string;
  /** A segment is closed at this size, and deleted once the database has all of it. */
  readonly segmentBytes?: number;
};

const SEGMENT_BYTES = 16 * 1024 * 1024;
const SUFFIX = ".clicks";

type Segment = { readonly name: string; readonly descriptor: number; size: number; open: number; isClosed: boolean };
type Written = JournaledClick & { readonly segment: Segment };
type Waiting = {
  readonly record: ClickRecord;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
};

export type TakenClicks = {
  readonly clicks: readonly JournaledClick[];
  /** Call when the database has them. */
  readonly done: () => void;
};

/**
 * An append-only journal. Records that arrive in one turn of the event loop are sealed together and written by one `write`
 * before any of their readers is answered: what was answered outlives a killed process, since the page cache is the kernel's.
 */
export class FileJournal implements ClickJournal {
  readonly #settings: FileJournalSettings;
  #waiting: Waiting[] = [];
  #written: Written[] = [];
  #serial = 0;
  #segment: Segment;

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

  /** Clicks written since the last call. */
  take(): TakenClicks {
    const clicks = this.#written;
    this.#written = [];
    return { clicks, done: () => settle(this.#settings.folder, clicks) };
  }

  /** What could not be projected: it comes again with the next `take`. */
  giveBack(taken: TakenClicks): void {
    this.#written = [...(taken.clicks as readonly Written[]), ...this.#written];
  }

  close(): void {
    if (this.#waiting.length > 0) this.#flush();
    this.#retire(this.#segment);
  }

  #newSegment(): Segment {
    this.#serial += 1;
    const name = `${this.#settings.run}-${this.#serial}`;
    const descriptor = openSync(join(this.#settings.folder, name + SUFFIX), "ax", 0o600);
    return { name, descriptor, size: 0, open: 0, isClosed: false };
  }

  #flush(): void {
    const due = this.#waiting;
    this.#waiting = [];
    if (due.length === 0) return;
    try {
      this.#write(due.map(({ record }) => record));
    } catch (cause) {
      for (const { reject } of due) reject(cause);
      return;
    }
    for (const { resolve } of due) resolve();
  }

  #write(records: readonly ClickRecord[]): void {
    const segment = this.#segment;
    const frame = sealFrame(this.#settings.key, segment.name, JSON.stringify(records));
    const offset = segment.size;
    for (let at = 0; at < frame.length;) at += writeSync(segment.descriptor, frame, at);
    segment.size += frame.length;
    segment.open += records.length;
    for (const [index, record] of records.entries()) {
      this.#written.push({ key: `${segment.name}:${offset}:${index}`, record, segment });
    }
    if (segment.size >= (this.#settings.segmentBytes ?? SEGMENT_BYTES)) {
      this.#segment = this.#newSegment();
      this.#retire(segment);
    }
  }

  #retire(segment: Segment): void {
    segment.isClosed = true;
    closeSync(segment.descriptor);
    if (segment.open === 0) unlinkSync(join(this.#settings.folder, segment.name + SUFFIX));
  }
}

function settle(folder: string, clicks: ReadonlyArray<{ readonly segment: Segment }>): void {
  for (const { segment } of clicks) {
    segment.open -= 1;
    if (segment.isClosed && segment.open === 0) unlinkSync(join(folder, segment.name + SUFFIX));
  }
}

/** What an earlier process left behind: project it, then call `done`. */
export function leftClicks(folder: string, key: KeyObject): TakenClicks {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
  const clicks = files.flatMap((file) => {
    const segment = file.slice(0, -SUFFIX.length);
    return openFrames(key, segment, readFileSync(join(folder, file))).flatMap(({ offset, text }) =>
      (JSON.parse(text) as ClickRecord[]).map((record, index) => ({ key: `${segment}:${offset}:${index}`, record })),
    );
  });
  return {
    clicks,
    done: () => {
      for (const file of files) unlinkSync(join(folder, file));
    },
  };
}
