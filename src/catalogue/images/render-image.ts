import { err, ok, type Result } from "#kernel/result.ts";
import type { ImageCodecs, ImageFormat, Pixels } from "./image-codecs.ts";
import { type NotAnImage, sniffImage } from "./sniff-image.ts";

/** Widths of the files of each picture: once and twice of what mails and pages show, and for a large screen. */
export const IMAGE_WIDTHS = [320, 640, 1_280] as const;

/** How pictures are made: a part of their hash, so that a change here makes new addresses. */
export const IMAGE_PIPELINE = "1";

export type RenderLimits = {
  /** Pixels of the picture as it came: each takes four bytes, and again as many while it is worked on. */
  readonly maxPixels: number;
};

export type ImageFault = NotAnImage | "too_many_pixels" | "undecodable";

/** What is said to who sent the picture. */
export const imageFaults: Readonly<Record<ImageFault, string>> = {
  svg: "SVG is a program as much as a picture, and mail programs don't show it. Send JPEG, PNG, WebP or AVIF.",
  gif: "GIF is not read here. Send JPEG, PNG, WebP or AVIF.",
  unknown: "This is no picture that is read here: JPEG, PNG, WebP or AVIF.",
  damaged: "The picture's header is damaged.",
  too_many_pixels: "The picture has more pixels than are read here.",
  undecodable: "The picture can't be decoded.",
};

export type RenderedFile = {
  readonly width: number;
  readonly format: ImageFormat;
  readonly body: Uint8Array<ArrayBuffer>;
};

export type RenderedImage = {
  /** What mails get: every mail program shows it. PNG where something shines through. */
  readonly kind: "jpg" | "png";
  readonly width: number;
  readonly height: number;
  readonly files: readonly RenderedFile[];
};

export type RenderImage = (bytes: Uint8Array) => Promise<Result<RenderedImage, ImageFault>>;

const MAX_SIDE = 16_384;

/**
 * The files of a picture, made anew from its pixels: whatever else came with it (place, camera, thumbnail, a colour profile,
 * bytes behind its end) is gone. A picture that is narrower than a width keeps its own; nothing is made larger.
 */
export async function renderImage(
  codecs: ImageCodecs,
  limits: RenderLimits,
  bytes: Uint8Array,
): Promise<Result<RenderedImage, ImageFault>> {
  const sniffed = sniffImage(bytes);
  if (typeof sniffed === "string") return err(sniffed);
  const { kind, width, height } = sniffed;
  if (width * height > limits.maxPixels || Math.max(width, height) > MAX_SIDE) return err("too_many_pixels");
  const pixels = await codecs.decode(kind, bytes).catch(() => undefined);
  // The header and the decoder must mean the same picture, but for a turn: or the limit above was for another one.
  if (pixels === undefined || pixels.width * pixels.height !== width * height) return err("undecodable");
  return ok(await render(codecs, pixels));
}

async function render(codecs: ImageCodecs, pixels: Pixels): Promise<RenderedImage> {
  const kind = hasTransparency(pixels) ? "png" : "jpg";
  const files: RenderedFile[] = [];
  let largest = pixels;
  for (const width of [...IMAGE_WIDTHS].reverse()) {
    if (width < largest.width) {
      // From the one before, which is at most four times as large: as good to the eye, and much less work.
      largest = await codecs.resize(largest, width, Math.max(1, Math.round((pixels.height * width) / pixels.width)));
    }
    for (const format of [kind, "webp"] as const) {
      files.push({ width, format, body: await codecs.encode(format, largest) });
    }
  }
  return { kind, width: pixels.width, height: pixels.height, files };
}

function hasTransparency({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return true;
  return false;
}
