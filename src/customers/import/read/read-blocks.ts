import { CsvReader, type CsvForm } from "./csv-reader.ts";
import { decodeText } from "./decode-text.ts";
import { type FileFault, UnreadableFile } from "./file-fault.ts";
import { JsonReader } from "./json-reader.ts";
import { isRejects, MendedRejectsReader, REJECTS_HEAD_BYTES } from "./mended-rejects-reader.ts";
import type { RawRecord, RecordBlock } from "./record.ts";
import { chain, readHead, unpack } from "./unpack.ts";

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

type Reader = {
  readonly header?: readonly string[] | undefined;
  readonly line: number;
  readonly blankLines: number;
  push(text: string): { records: RawRecord[]; fault?: FileFault };
  end(): { records: RawRecord[]; fault?: FileFault };
};

type Opened = { readonly reader: Reader; readonly texts: AsyncGenerator<string> };

/**
 * Bytes of any of the forms as records, as they come: nobody waits for the whole, and the source is asked for more only when
 * the last block was taken. A fault is the last block's; whatever stood before it was whole.
 */
export function readBlocks(source: AsyncIterable<Uint8Array>, form: FileForm): ReadFile {
  const unpacked = unpack(source);
  let reader: Reader | undefined;
  let last = 0;

  async function* blocks(): AsyncGenerator<RecordBlock> {
    const withPlace = (read: ReturnType<Reader["end"]>): RecordBlock => {
      last = read.records.at(-1)?.number ?? last;
      return { ...read, bytesRead: unpacked.packedBytes() };
    };
    try {
      const opened = await openFile(unpacked.bytes, form);
      reader = opened.reader;
      for await (const text of opened.texts) {
        const block = withPlace(reader.push(text));
        yield block;
        if (block.fault !== undefined) return;
      }
      yield withPlace(reader.end());
    } catch (cause) {
      if (!(cause instanceof UnreadableFile)) throw cause;
      yield { records: [], bytesRead: unpacked.packedBytes(), fault: placed(cause.fault) };
    }
  }

  /** Who finds a fault in the bytes knows nothing of records: the place is where reading had come to. */
  function placed(fault: FileFault): FileFault {
    const line = reader?.line ?? 1;
    if (fault.line > 0) return { ...fault, record: last + 1 };
    return line > 1 ? { ...fault, line, record: last + 1 } : fault;
  }

  return {
    blocks: blocks(),
    header: () => reader?.header,
    blankLines: () => reader?.blankLines ?? 0,
  };
}

async function openFile(bytes: AsyncGenerator<Uint8Array>, form: FileForm): Promise<Opened> {
  const head = await readHead(bytes, REJECTS_HEAD_BYTES);
  const whole = chain(head, bytes);
  if (isRejects(head)) {
    const reader = new MendedRejectsReader({ isJson: form.kind !== "csv", hasHeader: form.csv.hasHeader });
    return { reader, texts: decodeText(whole, undefined) };
  }
  const reader = form.kind === "csv" ? new CsvReader(form.csv) : new JsonReader(form.kind);
  return { reader, texts: decodeText(whole, form.encoding) };
}
