import { CsvReader } from "#customers/import/read/csv-reader.ts";
import { decodeText } from "#customers/import/read/decode-text.ts";
import { isEncoding } from "#customers/import/read/encoding.ts";
import { UnreadableFile, wholeFile } from "#customers/import/read/file-fault.ts";
import { JsonReader } from "#customers/import/read/json-reader.ts";
import { unpack } from "#customers/import/read/unpack.ts";
import type { FeedForm } from "#catalogue/feeds/mapping/feed-form.ts";
import type { FeedBlock } from "./feed-record.ts";
import { JsonListReader } from "./json-list-reader.ts";
import { objectRecord, rowRecord } from "./text-record.ts";
import { XmlReader } from "./xml-reader.ts";

type Reader = { push(text: string): FeedBlock; end(): FeedBlock };

/**
 * The bytes of a feed as records, as they come: plain or gzip, in any encoding. The source is asked for more only when the
 * last block was taken. A fault is the last block's; nothing of the feed is taken over then.
 */
export async function* readFeed(source: AsyncIterable<Uint8Array>, form: FeedForm): AsyncGenerator<FeedBlock> {
  const reader = readerFor(form);
  try {
    const { bytes } = unpack(source);
    const { encoding, whole } = form.kind === "xml" ? await declaredEncoding(bytes, form.encoding) : plain(bytes, form);
    for await (const text of decodeText(whole, encoding)) {
      const block = reader.push(text);
      yield block;
      if (block.fault !== undefined) return;
    }
  } catch (cause) {
    if (!(cause instanceof UnreadableFile)) throw cause;
    yield { records: [], fault: cause.fault };
    return;
  }
  yield reader.end();
}

function readerFor(form: FeedForm): Reader {
  switch (form.kind) {
    case "csv":
      return tableReader(form);
    case "ndjson":
      return objectReader(new JsonReader("ndjson"));
    case "json":
      return objectReader(form.items === undefined ? new JsonReader("json") : new JsonListReader(form.items));
    case "xml":
      return new XmlReader(form.items);
  }
}

function objectReader(reader: Pick<JsonReader | JsonListReader, "push" | "end">): Reader {
  const blockOf = (read: ReturnType<typeof reader.push>): FeedBlock => ({
    ...read,
    records: read.records.map(objectRecord),
  });
  return { push: (text) => blockOf(reader.push(text)), end: () => blockOf(reader.end()) };
}

function tableReader({ delimiter, quote }: FeedForm): Reader {
  const reader = new CsvReader({ delimiter, quote, hasHeader: true, skipLines: 0 });
  let columns: ReadonlyMap<string, number> | undefined;
  const blockOf = (read: ReturnType<typeof reader.push>): FeedBlock => {
    const { header } = reader;
    columns ??= header === undefined ? undefined : new Map(header.map((name, index) => [name.trim(), index]));
    if (columns === undefined) return { ...read, records: [] };
    const known = columns;
    return { ...read, records: read.records.map((record) => rowRecord(record, known)) };
  };
  return { push: (text) => blockOf(reader.push(text)), end: () => blockOf(reader.end()) };
}

type Encoded = { readonly encoding: string | undefined; readonly whole: AsyncIterable<Uint8Array> };

function plain(bytes: AsyncIterable<Uint8Array>, { encoding }: FeedForm): Encoded {
  return { encoding, whole: bytes };
}

/** As far as a declaration of version, encoding and standalone ever goes. */
const DECLARATION_BYTES = 200;

/** XML names its encoding in its first line (XML 1.0 §4.3.3); what the feed's settings say comes first. */
async function declaredEncoding(bytes: AsyncIterable<Uint8Array>, given: string | undefined): Promise<Encoded> {
  const parts = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  while (head.byteLength < DECLARATION_BYTES) {
    const part = await parts.next();
    if (part.done === true) break;
    head = Buffer.concat([head, part.value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield head;
    for (let part = await parts.next(); part.done !== true; part = await parts.next()) yield part.value;
  }
  if (given !== undefined) return { encoding: given, whole: whole() };
  const line = Buffer.from(head.subarray(0, DECLARATION_BYTES)).toString("latin1");
  const [, named] = /^(?:\u00ef\u00bb\u00bf)?<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(line) ?? [];
  if (named !== undefined && !isEncoding(named)) throw new UnreadableFile(wholeFile("Its encoding is not known here."));
  return { encoding: named, whole: whole() };
}
