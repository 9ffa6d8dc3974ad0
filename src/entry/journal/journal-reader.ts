import type { KeyObject } from "node:crypto";
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import type { ClickRecord, JournaledClick } from "#clicks/click-record.ts";
import { openFrames } from "./frame.ts";
import { CLOSED_SUFFIX, OPEN_SUFFIX } from "./file-journal.ts";

export type ReadClicks = {
  readonly clicks: readonly JournaledClick[];
  /** Call when the database has them: the reader goes on behind them, and files that are done with are deleted. */
  readonly done: () => void;
};

type Segment = { readonly name: string; readonly isClosed: boolean };
type Reached = Segment & { readonly offset: number; readonly isAtEnd: boolean; readonly damaged: number };

/** A segment with frames that did not open is put aside under this ending instead of deleted: somebody should look. */
const DAMAGED_SUFFIX = ".damaged";

/** Read at once at most; the rest follows with the next call. */
const READ_BYTES = 1024 * 1024;

/**
 * Follows the segments of a journal folder from where the database has them. Nothing is kept beside the files: a reader that
 * starts anew reads what is there again, and every click is known by its name.
 */
export class JournalReader {
  readonly #folder: string;
  readonly #key: KeyObject;
  readonly #offsets = new Map<string, number>();
  readonly #damaged = new Set<string>();
  #youngest = { path: "", size: 0 };

  constructor(folder: string, key: KeyObject) {
    this.#folder = folder;
    this.#key = key;
    mkdirSync(folder, { recursive: true });
  }

  next(): ReadClicks {
    const clicks: JournaledClick[] = [];
    const reached: Reached[] = [];
    let left = READ_BYTES;
    for (const segment of this.#segments()) {
      if (left <= 0) break;
      const from = this.#offsets.get(segment.name) ?? 0;
      const read = this.#read(segment, from, left);
      if (read === undefined) continue;
      clicks.push(...read.clicks);
      reached.push({ ...segment, offset: from + read.bytes, isAtEnd: read.isAtEnd, damaged: read.damaged });
      left -= read.bytes;
    }
    return { clicks, done: () => this.#settle(reached) };
  }

  /** Bytes by which the journal has grown since this was asked last, as its youngest segment tells: at least, where there were several. */
  grown(): number {
    const segment = this.#segments().at(-1);
    const path = segment === undefined ? "" : this.#pathOf({ ...segment, isClosed: false });
    const size = segment === undefined ? 0 : sizeOf(this.#pathOf(segment));
    const since = path === this.#youngest.path ? size - this.#youngest.size : size;
    this.#youngest = { path, size };
    return Math.max(0, since);
  }

  #segments(): readonly Segment[] {
    return readdirSync(this.#folder)
      .sort()
      .flatMap((file) => {
        const suffix = [CLOSED_SUFFIX, OPEN_SUFFIX].find((ending) => file.endsWith(ending));
        return suffix === undefined
          ? []
          : [{ name: file.slice(0, -suffix.length), isClosed: suffix === CLOSED_SUFFIX }];
      });
  }

  #pathOf({ name, isClosed }: Segment): string {
    return join(this.#folder, name + (isClosed ? CLOSED_SUFFIX : OPEN_SUFFIX));
  }

  /** undefined: it was closed since the folder was listed, and is read under its new name with the next call. */
  #read(segment: Segment, from: number, most: number) {
    const read = readFrom(this.#pathOf(segment), from, most);
    if (read === undefined) return undefined;
    const { name } = segment;
    const { frames, end, damaged } = openFrames(this.#key, name, read.bytes);
    const clicks = frames.flatMap(({ offset, text }) =>
      (JSON.parse(text) as ClickRecord[]).map((record, index) => ({
        key: `${name}:${from + offset}:${index}`,
        record,
      })),
    );
    return { clicks, bytes: end, isAtEnd: read.isAtEnd, damaged };
  }

  /**
   * A closed segment whose end was seen has done its work: after a write that failed the journal goes on in a new segment, so
   * what follows a last whole frame was torn, and nobody was answered for it. One that is open is never deleted.
   */
  #settle(reached: readonly Reached[]): void {
    for (const segment of reached) {
      const { name, offset, isAtEnd, isClosed, damaged } = segment;
      if (damaged > 0) this.#damaged.add(name);
      if (!isAtEnd || !isClosed) {
        this.#offsets.set(name, offset);
        continue;
      }
      const path = this.#pathOf(segment);
      if (this.#damaged.delete(name)) renameSync(path, path + DAMAGED_SUFFIX);
      else unlinkSync(path);
      this.#offsets.delete(name);
    }
  }
}

function readFrom(
  path: string,
  from: number,
  most: number,
): { readonly bytes: Buffer; readonly isAtEnd: boolean } | undefined {
  const descriptor = openToRead(path);
  if (descriptor === undefined) return undefined;
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

/** 0 for a file that was closed, and so renamed, since the folder was listed. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function openToRead(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
}
