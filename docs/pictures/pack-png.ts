import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE_BYTES = 8;
const CHUNK_FRAME_BYTES = 12;
const HEADER = "IHDR";

/**
 * A browser's screenshot with the same pixels in fewer bytes: flat colours pack best without a filter, and browsers pack in haste.
 * Reads 8-bit RGB and RGBA without interlacing, which is what screenshots are (PNG, third edition, §7 and §9).
 */
export function packPng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === HEADER)?.data ?? Buffer.alloc(0);
  const bytesPerPixel = header.readUInt8(9) === 2 ? 3 : 4;
  const data = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map((chunk) => chunk.data));
  const pixels = unfiltered(inflateSync(data), header.readUInt32BE(0) * bytesPerPixel, bytesPerPixel);
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunkOf(HEADER, header),
    chunkOf("IDAT", deflateSync(pixels, { level: 9, memLevel: 9 })),
    chunkOf("IEND", Buffer.alloc(0)),
  ]);
}

type Chunk = { readonly type: string; readonly data: Buffer };

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let at = SIGNATURE_BYTES;
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    chunks.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + CHUNK_FRAME_BYTES;
  }
  return chunks;
}

function chunkOf(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(CHUNK_FRAME_BYTES - 4);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

function unfiltered(packed: Buffer, rowBytes: number, bytesPerPixel: number): Buffer {
  const pixels = Buffer.from(packed);
  for (let row = 0; row < pixels.length; row += rowBytes + 1) {
    const filter = pixels.readUInt8(row);
    pixels.writeUInt8(0, row);
    for (let column = 0; column < rowBytes; column += 1) {
      const at = row + 1 + column;
      const left = column < bytesPerPixel ? 0 : (pixels[at - bytesPerPixel] ?? 0);
      const above = row === 0 ? 0 : (pixels[at - rowBytes - 1] ?? 0);
      const corner = row === 0 || column < bytesPerPixel ? 0 : (pixels[at - rowBytes - 1 - bytesPerPixel] ?? 0);
      pixels[at] = (pixels[at] ?? 0) + predicted(filter, { left, above, corner });
    }
  }
  return pixels;
}

function predicted(filter: number, near: { left: number; above: number; corner: number }): number {
  if (filter === 1) return near.left;
  if (filter === 2) return near.above;
  if (filter === 3) return Math.floor((near.left + near.above) / 2);
  return filter === 4 ? paeth(near) : 0;
}

function paeth({ left, above, corner }: { left: number; above: number; corner: number }): number {
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
