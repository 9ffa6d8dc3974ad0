import type { KeyObject } from "node:crypto";
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, renameSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { ClickRecord, JournaledClick } from "#clicks/click-record.ts";
import { openFrames } from "./frame.ts";
import { SEGMENT_SUFFIX } from "./file-journal.ts";

export type ReadClicks = {
  readonly clicks: readonly JournaledClick[];
  /** Call when the database has them: the reader goes on behind them, and files that are done with are deleted. */
  readonly done: () => void;
};

type Reached = { readonly offset: number; readonly isAtEnd: boolean; readonly damaged: number };

/** A segment with frames that did not open is put aside under this ending instead of deleted: somebody should look. */
const DAMAGED_SUFFIX = ".damaged";

/** Read at once at most; the rest follows with the next call. */
const READ_BYTES = 1024 * 1024;

/**
 * Follows the segments of a journal folder, in the order of their names, from where the database has them. Nothing is kept
 * beside the files: a reader that starts anew reads what is there again, and every click is known by its name.
 */
export class JournalReader {
  readonly #folder: string;
  readonly #key: KeyObject;
  readonly #offsets = new Map<string, number>();
  readonly #damaged = new Set<string>();

  constructor(folder: string, key: KeyObject) {
    this.#folder = folder;
    this.#key = key;
    mkdirSync(folder, { recursive: true });
  }

  next(): ReadClicks {
    const files = readdirSync(this.#folder)
      .filter((name) => name.endsWith(SEGMENT_SUFFIX))
      .sort();
    const clicks: JournaledClick[] = [];
    const reached = new Map<string, Reached>();
    let left = READ_BYTES;
    for (const file of files) {
      if (left <= 0) break;
      const from = this.#offsets.get(file) ?? 0;
      const read = this.#read(file, from, left);
      clicks.push(...read.clicks);
      reached.set(file, { offset: from + read.bytes, isAtEnd: read.isAtEnd, damaged: read.damaged });
      left -= read.bytes;
    }
    return { clicks, done: () => this.#settle(files, reached) };
  }

  #read(file: string, from: number, most: number) {
    const { bytes, isAtEnd } = readFrom(join(this.#folder, file), from, most);
    const segment = file.slice(0, -SEGMENT_SUFFIX.length);
    const { frames, end, damaged } = openFrames(this.#key, segment, bytes);
    const clicks = frames.flatMap(({ offset, text }) =>
      (JSON.parse(text) as ClickRecord[]).map((record, index) => ({
        key: `${segment}:${from + offset}:${index}`,
        record,
      })),
    );
    return { clicks, bytes: end, isAtEnd, damaged };
  }

  /**
   * The last file may still be written to. An earlier one whose end was seen has done its work: after a write that failed the
   * journal goes on in a new segment, so what follows a last whole frame was torn, and nobody was answered for it.
   */
  #settle(files: readonly string[], reached: ReadonlyMap<string, Reached>): void {
    for (const [file, { offset, isAtEnd, damaged }] of reached) {
      if (damaged > 0) this.#damaged.add(file);
      if (!isAtEnd || file === files.at(-1)) {
        this.#offsets.set(file, offset);
        continue;
      }
      const path = join(this.#folder, file);
      if (this.#damaged.delete(file)) renameSync(path, path + DAMAGED_SUFFIX);
      else unlinkSync(path);
      this.#offsets.delete(file);
    }
  }
}

function readFrom(path: string, from: number, most: number): { readonly bytes: Buffer; readonly isAtEnd: boolean } {
  const descriptor = openSync(path, "r");
  try {
    const size = Math.max(0, fstatSync(descriptor).size - from);
    // At least a megabyte: a frame is far smaller, so a cut one always has whole ones before it.
    const bytes = Buffer.allocUnsafe(Math.min(size, Math.max(most, READ_BYTES)));
    const length = readSync(descriptor, bytes, 0, bytes.length, from);
    return { bytes: bytes.subarray(0, length), isAtEnd: length === size };
  } finally {
    closeSync(descriptor);
  }
}
