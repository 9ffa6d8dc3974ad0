import { CsvReader, type CsvForm } from "./csv-reader.ts";
import { decodeText } from "./decode-text.ts";
import { type FileFault, UnreadableFile } from "./file-fault.ts";
import { JsonReader } from "./json-reader.ts";
import type { RecordBlock } from "./record.ts";
import { unpack } from "./unpack.ts";

export type FileForm = {
  readonly kind: "csv" | "ndjson" | "json";
  readonly encoding?: string | undefined;
  readonly csv: CsvForm;
};

/** A file being read: its records in blocks, and what was learnt beside them. */
export type ReadFile = {
  readonly blocks: AsyncGenerator<RecordBlock>;
  /** Column names, once the first block came; undefined without a header. */
  header(): readonly string[] | undefined;
  blankLines(): number;
};

/**
 * Bytes of any of the forms as records, as they come: nobody waits for the whole, and the source is asked for more only when
 * the last block was taken. A fault is the last block's; whatever stood before it was whole.
 */
export function readBlocks(source: AsyncIterable<Uint8Array>, form: FileForm): ReadFile {
  const csv = form.kind === "csv" ? new CsvReader(form.csv) : undefined;
  const reader = csv ?? new JsonReader(form.kind === "json" ? "json" : "ndjson");
  const unpacked = unpack(source);

  async function* blocks(): AsyncGenerator<RecordBlock> {
    let last = 0;
    const withPlace = (read: ReturnType<typeof reader.end>): RecordBlock => {
      last = read.records.at(-1)?.number ?? last;
      return { ...read, bytesRead: unpacked.packedBytes() };
    };
    try {
      for await (const text of decodeText(unpacked.bytes, form.encoding)) {
        const block = withPlace(reader.push(text));
        yield block;
        if (block.fault !== undefined) return;
      }
    } catch (cause) {
      if (!(cause instanceof UnreadableFile)) throw cause;
      const fault: FileFault = cause.fault.line === 0 ? cause.fault : { ...cause.fault, record: last + 1 };
      yield { records: [], bytesRead: unpacked.packedBytes(), fault };
      return;
    }
    yield withPlace(reader.end());
  }

  return { blocks: blocks(), header: () => csv?.header, blankLines: () => reader.blankLines };
}
