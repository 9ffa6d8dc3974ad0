import type { FileFault } from "./file-fault.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** One record as it stood in the file, before anybody knows what it means. */
export type RawRecord = {
  /** From 1, in the order of the file. Header, blank lines and comments are no records. */
  readonly number: number;
  /** Physical line of its first character, from 1. */
  readonly line: number;
  /** Fields in the order of the columns, or the object that a line of JSON was. */
  readonly fields: readonly string[] | JsonObject;
  /** Its own text, without the line break. */
  readonly raw: string;
  /** Set where the record's own bounds are known but its content is broken. */
  readonly broken?: string;
};

/** What a reader found in one more piece of the file. */
export type RecordBlock = {
  readonly records: readonly RawRecord[];
  /** Bytes of the file as it came that were taken so far. */
  readonly bytesRead: number;
  /** The reader stopped here. The records before the place are good. */
  readonly fault?: FileFault;
};
