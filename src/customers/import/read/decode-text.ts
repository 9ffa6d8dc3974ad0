import { encodingOf } from "./encoding.ts";
import { UnreadableFile } from "./file-fault.ts";

/**
 * Bytes as text, in pieces of some size. Invalid bytes end the file with their place: a replacement character would be
 * stored in silence.
 */
export async function* decodeText(
  source: AsyncIterable<Uint8Array>,
  declared: string | undefined,
): AsyncGenerator<string> {
  let decoder: TextPieces | undefined;
  for await (const part of gathered(source)) {
    decoder ??= new TextPieces(part, declared);
    yield decoder.next(part);
  }
  if (decoder !== undefined) yield decoder.end();
}

const PIECE_BYTES = 65_536;

/** Small parts are joined: each piece costs a scan of what the piece before left over. */
async function* gathered(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let fault: unknown;
  try {
    for await (const part of source) {
      parts.push(part);
      size += part.byteLength;
      if (size < PIECE_BYTES) continue;
      yield parts.length === 1 ? part : joined(parts, size);
      parts = [];
      size = 0;
    }
  } catch (cause) {
    fault = cause;
  }
  // What came before a fault of the source is read first.
  if (size > 0) yield joined(parts, size);
  if (fault !== undefined) throw fault;
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

class TextPieces {
  readonly #encoding: string;
  readonly #decoder: TextDecoder;
  #skip: number;
  #offset = 0;
  #lines = 1;
  /** The beginning of a character whose end is in the next piece; UTF-8 only, other decoders keep their own. */
  #tail: Uint8Array = new Uint8Array(0);

  constructor(head: Uint8Array, declared: string | undefined) {
    const { encoding, markLength } = encodingOf(head, declared);
    this.#encoding = encoding;
    this.#skip = markLength;
    this.#decoder = this.#fresh();
  }

  next(part: Uint8Array): string {
    const bytes = this.#skip > 0 ? part.subarray(this.#skip) : part;
    this.#offset += this.#skip;
    this.#skip = 0;
    if (this.#encoding !== "utf-8") return this.#decode(bytes, true);
    // Whole characters only: Node decodes UTF-8 in one go several times as fast as in a stream.
    const whole =
      this.#tail.byteLength === 0 ? bytes : joined([this.#tail, bytes], this.#tail.byteLength + bytes.byteLength);
    const end = whole.byteLength - unfinished(whole);
    this.#tail = whole.slice(end);
    return this.#decode(whole.subarray(0, end), false);
  }

  end(): string {
    return this.#encoding === "utf-8" ? this.#decode(this.#tail, false) : this.#decode(new Uint8Array(0), false);
  }

  #decode(bytes: Uint8Array, isStream: boolean): string {
    try {
      const text = this.#decoder.decode(bytes, { stream: isStream });
      this.#offset += bytes.byteLength;
      this.#lines += linesIn(text);
      return text;
    } catch {
      throw this.#unreadable(bytes);
    }
  }

  #fresh(): TextDecoder {
    return new TextDecoder(this.#encoding, { fatal: true, ignoreBOM: true });
  }

  /** The first byte that can't be decoded, by halving: decoders do not tell. */
  #unreadable(bytes: Uint8Array): UnreadableFile {
    let good = 0;
    let bad = bytes.byteLength;
    while (good < bad) {
      const middle = (good + bad + 1) >> 1;
      if (decodes(this.#fresh(), bytes.subarray(0, middle))) good = middle;
      else bad = middle - 1;
    }
    if (this.#encoding === "utf-8") good -= unfinished(bytes.subarray(0, good));
    const byte = bytes[good];
    const before = new TextDecoder(this.#encoding).decode(bytes.subarray(0, good));
    const hint =
      this.#encoding === "utf-8" ? ' If an older system or Excel wrote the file, declare "windows-1252".' : "";
    const what = byte === undefined ? "The file ends in the middle of a character" : `Byte 0x${hex(byte)}`;
    return new UnreadableFile({
      line: this.#lines + linesIn(before),
      record: 0,
      reason: `${what} at offset ${this.#offset + good} is no ${this.#encoding}.${hint}`,
    });
  }
}

function decodes(decoder: TextDecoder, bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Bytes at the end that begin a UTF-8 character without finishing it: 0 to 3. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back += 1) {
    const byte = bytes[bytes.byteLength - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0").toUpperCase();
}
