import { type CompiledMapping, shapeFault } from "#customers/import/mapping/compile-mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import type { WaitingRecord } from "#customers/import/codes/quarantine-statements.ts";
import type { RecordFeed } from "./record-feed.ts";
import type { Reject } from "./reject-statements.ts";
import type { ReadItem, TargetWriter } from "./target-writer.ts";

/** Records of one commit, read and not yet written. */
export type Chunk<Item> = {
  readonly items: readonly Item[];
  /** The records of `items`, where their writer may reject them yet. */
  readonly records: readonly RawRecord[];
  readonly rejects: readonly Reject[];
  readonly waiting: readonly WaitingRecord[];
  readonly skipped: number;
  /** Records in all, and the last of them. */
  readonly count: number;
  readonly last: RawRecord | undefined;
  readonly bytesRead: number;
};

export type ReadChunk = {
  readonly size: number;
  readonly breathe?: (() => Promise<void>) | undefined;
};

/** Records between two turns for others: about two milliseconds of reading. */
const BREATH = 128;

/** Reads the next records, at least `size` of them unless the file ends; an order's lines stay together. */
export async function readChunk<Item>(
  feed: RecordFeed,
  { compiled, writer }: { readonly compiled: CompiledMapping; readonly writer: TargetWriter<Item> },
  { size, breathe }: ReadChunk,
): Promise<Chunk<Item>> {
  const chunk = emptyChunk<Item>();
  for (;;) {
    const record = feed.take();
    if (record === undefined) {
      if (await feed.fill()) continue;
      break;
    }
    const read = readOne(record, compiled, writer);
    if (chunk.count >= size && !continues(read, chunk.items, writer)) {
      feed.putBack();
      break;
    }
    settle(chunk, record, read);
    if (writer.mayReject && read !== "skipped" && "item" in read) chunk.records.push(record);
    if (breathe !== undefined && chunk.count % BREATH === 0) await breathe();
  }
  return { ...chunk, bytesRead: feed.bytesRead };
}

type Draft<Item> = {
  items: Item[];
  records: RawRecord[];
  rejects: Reject[];
  waiting: WaitingRecord[];
  skipped: number;
  count: number;
  last: RawRecord | undefined;
};

function emptyChunk<Item>(): Draft<Item> {
  return { items: [], records: [], rejects: [], waiting: [], skipped: 0, count: 0, last: undefined };
}

type Read<Item> = ReadItem<Item> | "skipped";

function readOne<Item>(record: RawRecord, compiled: CompiledMapping, writer: TargetWriter<Item>): Read<Item> {
  const broken = shapeFault(compiled, record);
  if (broken !== undefined) return { faults: [broken] };
  return compiled.isSkipped(record.fields) ? "skipped" : writer.read(record);
}

function continues<Item>(read: Read<Item>, items: readonly Item[], { belongsTo }: TargetWriter<Item>): boolean {
  const previous = items.at(-1);
  if (belongsTo === undefined || previous === undefined || read === "skipped" || !("item" in read)) return false;
  return belongsTo(read.item, previous);
}

function settle<Item>(chunk: Draft<Item>, record: RawRecord, read: Read<Item>): void {
  chunk.count += 1;
  chunk.last = record;
  if (read === "skipped") {
    chunk.skipped += 1;
  } else if ("item" in read) {
    chunk.items.push(read.item);
  } else if ("faults" in read) {
    chunk.rejects.push({ record, faults: read.faults });
  } else {
    const [unknown] = read.unknown;
    if (unknown !== undefined) chunk.waiting.push({ record, unknown, who: read.who });
  }
}
