import { crc32, createInflateRaw, type InflateRaw } from "node:zlib";
import { ByteQueue } from "./byte-queue.ts";

/** Why packed bytes can't be unpacked on; whatever was unpacked before it was given out. */
export class BrokenGzip extends Error {
  override readonly name = "BrokenGzip";
}

const FIXED_HEADER = 10;
const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/**
 * Unpacks gzip as it streams: all its members, one behind the other, as log rotation and `cat a.gz b.gz` write them
 * (RFC 1952 §2.2). Zeros behind the last one are padding of tapes. Each member is inflated by itself and its check sum looked
 * at here, so that a fault takes nothing with it that was unpacked before: a web DecompressionStream knows one member only,
 * and it and zlib's own gunzip throw away what they hold when they find a fault.
 */
export async function* gunzip(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new ByteQueue(source);
  try {
    do {
      await readHeader(input);
      yield* inflateMember(input);
    } while (await input.skipZeros());
  } finally {
    // Who stops early lets go of the file, too.
    await source.return(undefined);
  }
}

async function readHeader(input: ByteQueue): Promise<void> {
  const head = await taken(input, FIXED_HEADER);
  const flags = head[3] ?? 0;
  if (head[0] !== 0x1f || head[1] !== 0x8b || head[2] !== 8 || (flags & FLAGS.reserved) !== 0) throw new BrokenGzip();
  if ((flags & FLAGS.extra) !== 0) {
    const length = await taken(input, 2);
    await taken(input, (length[0] ?? 0) | ((length[1] ?? 0) << 8));
  }
  for (const flag of [FLAGS.name, FLAGS.comment]) {
    if ((flags & flag) !== 0) await passText(input);
  }
  if ((flags & FLAGS.headerCrc) !== 0) await taken(input, 2);
}

/** A text of the header, which ends in a zero. */
async function passText(input: ByteQueue): Promise<void> {
  for (;;) {
    const [byte] = await taken(input, 1);
    if (byte === 0) return;
  }
}

async function taken(input: ByteQueue, count: number): Promise<Uint8Array> {
  const bytes = await input.take(count);
  if (bytes === undefined) throw new BrokenGzip();
  return bytes;
}

/** Packed bytes that are inflated at once: a thousandfold as many come out at most. */
const PIECE_BYTES = 16_384;

async function* inflateMember(input: ByteQueue): AsyncGenerator<Uint8Array> {
  const engine = createInflateRaw();
  const inflate = piecewise(engine);
  let sum = 0;
  let size = 0;
  try {
    for (;;) {
      const piece = await input.next(PIECE_BYTES);
      if (piece === undefined) throw new BrokenGzip();
      const { parts, consumed, fault } = await inflate(piece);
      for (const part of parts) {
        sum = crc32(part, sum);
        size = (size + part.byteLength) % 2 ** 32;
        yield part;
      }
      if (fault !== undefined) throw new BrokenGzip();
      // The engine leaves bytes only where its stream has ended.
      if (consumed === piece.byteLength) continue;
      input.putBack(piece.byteLength - consumed);
      break;
    }
  } finally {
    engine.destroy();
  }
  const trailer = Buffer.from(await taken(input, 8));
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size) throw new BrokenGzip();
}

type Inflated = { readonly parts: readonly Uint8Array[]; readonly consumed: number; readonly fault: unknown };

/** One piece after the other through a stream, with all that came out of each: also of the one that has the fault. */
function piecewise(engine: InflateRaw): (piece: Uint8Array) => Promise<Inflated> {
  let parts: Uint8Array[] = [];
  let settle: (fault: unknown) => void = () => undefined;
  engine.on("data", (part: Uint8Array) => parts.push(part));
  engine.on("error", (fault) => settle(fault));
  return async (piece) => {
    const before = engine.bytesWritten;
    const fault = await new Promise<unknown>((resolve) => {
      settle = resolve;
      engine.write(piece, (refused) => resolve(refused ?? undefined));
    });
    const found = parts;
    parts = [];
    return { parts: found, consumed: engine.bytesWritten - before, fault };
  };
}
