import type { SniffedImage } from "./sniff-image.ts";

/** Four bytes a pixel: red, green, blue, alpha; rows from the top. */
export type Pixels = {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
};

export type ImageFormat = "jpg" | "png" | "webp";

/** What a runtime must be able to do with pictures. A picture that can't be decoded throws. */
export type ImageCodecs = {
  /** Upright: a turn that a camera noted is made. */
  decode(kind: SniffedImage["kind"], bytes: Uint8Array): Promise<Pixels>;
  resize(pixels: Pixels, width: number, height: number): Promise<Pixels>;
  encode(format: ImageFormat, pixels: Pixels): Promise<Uint8Array<ArrayBuffer>>;
};
