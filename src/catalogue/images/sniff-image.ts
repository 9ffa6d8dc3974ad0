/** What the first bytes of a picture say of it. Sizes are those of the pixels as they are stored, before any turning. */
export type SniffedImage = {
  readonly kind: "jpeg" | "png" | "webp" | "avif";
  readonly width: number;
  readonly height: number;
};

export type NotAnImage = "svg" | "gif" | "unknown" | "damaged";

/**
 * The kind and size of a picture by its content; names and content types are hearsay. Reads headers alone, so that a picture
 * of a hundred million pixels in a few bytes is known before anything is decoded.
 */
export function sniffImage(bytes: Uint8Array): SniffedImage | NotAnImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, length: number) => Buffer.from(bytes.subarray(from, from + length)).toString("latin1");
  try {
    if (view.byteLength < 16) return "unknown";
    if (view.getUint32(0) === 0x8950_4e47 && text(12, 4) === "IHDR") {
      return sized("png", view.getUint32(16), view.getUint32(20));
    }
    if (view.getUint16(0) === 0xffd8) return jpegSize(view);
    if (text(0, 4) === "RIFF" && text(8, 4) === "WEBP") return webpSize(view, text(12, 4));
    if (text(4, 4) === "ftyp" && /avif|avis/.test(text(8, Math.min(view.getUint32(0), 64))))
      return avifSize(bytes, view);
    if (text(0, 4) === "GIF8") return "gif";
    return /<svg[\s/>]|<!doctype svg/i.test(text(0, 1_024)) ? "svg" : "unknown";
  } catch (cause) {
    // A header that points beyond the end of the bytes.
    if (cause instanceof RangeError) return "damaged";
    throw cause;
  }
}

function sized(kind: SniffedImage["kind"], width: number, height: number): SniffedImage | "damaged" {
  return width > 0 && height > 0 ? { kind, width, height } : "damaged";
}

/** Markers before the frame header that a length follows: tables, restart interval, applications' own, comments. */
function isSegment(marker: number): boolean {
  return [0xc4, 0xcc, 0xdb, 0xdd, 0xfe].includes(marker) || (marker >= 0xe0 && marker <= 0xef);
}

/**
 * The frame header (SOF) behind the segments before it: ITU-T T.81 §B.2. Any other marker there is refused, those that stand
 * alone (TEM, RSTm) above all: who takes the bytes behind one for its length reads another frame header than a decoder.
 */
function jpegSize(view: DataView): SniffedImage | "damaged" {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return "damaged";
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sized("jpeg", view.getUint16(at + 7), view.getUint16(at + 5));
    const length = view.getUint16(at + 2);
    if (!isSegment(marker) || length < 2) return "damaged";
    at += 2 + length;
  }
  return "damaged";
}

/** RFC 9649 §2.5–2.7. */
function webpSize(view: DataView, chunk: string): SniffedImage | "damaged" {
  if (chunk === "VP8X") return sized("webp", 1 + uint24(view, 24), 1 + uint24(view, 27));
  if (chunk === "VP8L") {
    const packed = view.getUint32(21, true);
    return sized("webp", 1 + (packed & 0x3fff), 1 + ((packed >> 14) & 0x3fff));
  }
  if (chunk !== "VP8 ") return "damaged";
  return sized("webp", view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

const SEARCHED = 65_536;

/** The largest extent that an image property names (`ispe`, ISO/IEC 23008-12 §6.5.3): thumbnails and tiles have their own. */
function avifSize(bytes: Uint8Array, view: DataView): SniffedImage | "damaged" {
  const head = Buffer.from(bytes.subarray(0, SEARCHED));
  let width = 0;
  let height = 0;
  for (let at = head.indexOf("ispe"); at !== -1; at = head.indexOf("ispe", at + 4)) {
    width = Math.max(width, view.getUint32(at + 8));
    height = Math.max(height, view.getUint32(at + 12));
  }
  return sized("avif", width, height);
}
