import { UnreadableFile, wholeFile } from "./file-fault.ts";
import { BrokenGzip, gunzip } from "./gunzip.ts";
import { READ_LIMITS } from "./limits.ts";

export type UnpackLimits = Readonly<Record<"unpackRatio" | "unpackFreeBytes" | "unpackBytes", number>>;

/** The file's bytes, unpacked where it is gzip. `packedBytes` counts what came, for progress. */
export type Unpacked = { readonly bytes: AsyncGenerator<Uint8Array>; packedBytes(): number };

/**
 * Looks at the first bytes and not at a name: gzip is unpacked as it streams, and never further than a table of real rows
 * would go; a zip archive, which an .xlsx workbook is too, is refused.
 */
export function unpack(source: AsyncIterable<Uint8Array>, limits: UnpackLimits = READ_LIMITS): Unpacked {
  let packed = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const part of source) {
      packed += part.byteLength;
      yield part;
    }
  }
  const isTooMuch = (unpacked: number) =>
    unpacked > limits.unpackBytes || (unpacked > limits.unpackFreeBytes && unpacked > packed * limits.unpackRatio);
  return { bytes: opened(counted(), isTooMuch), packedBytes: () => packed };
}

async function* opened(
  source: AsyncGenerator<Uint8Array>,
  isTooMuch: (unpacked: number) => boolean,
): AsyncGenerator<Uint8Array> {
  const head = await readHead(source, 4);
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    throw new UnreadableFile(
      wholeFile("This is a zip archive or an Excel workbook. Save the table as CSV, or pack it with gzip."),
    );
  }
  const whole = chain(head, source);
  if (!startsWith(head, [0x1f, 0x8b])) {
    yield* whole;
    return;
  }
  let unpacked = 0;
  try {
    for await (const part of gunzip(whole)) {
      unpacked += part.byteLength;
      if (isTooMuch(unpacked)) {
        throw new UnreadableFile(wholeFile("This gzip file grows far beyond what a table does. It was not unpacked."));
      }
      yield part;
    }
  } catch (cause) {
    if (!(cause instanceof BrokenGzip)) throw cause;
    throw new UnreadableFile(wholeFile("The gzip file is damaged or ends early."));
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** At least `count` bytes, unless there are fewer. */
export async function readHead(source: AsyncGenerator<Uint8Array>, count: number): Promise<Uint8Array> {
  let head = new Uint8Array(0);
  while (head.byteLength < count) {
    const { done, value } = await source.next();
    if (done === true) break;
    const longer = new Uint8Array(head.byteLength + value.byteLength);
    longer.set(head);
    longer.set(value, head.byteLength);
    head = longer;
  }
  return head;
}

/** The same bytes again, after a look at their head. */
export async function* chain(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.byteLength > 0) yield head;
  yield* rest;
}

/** A web stream's parts; workerd's streams are no async iterables on every compatibility date. */
export async function* iterate(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
