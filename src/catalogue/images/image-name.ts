import { IMAGE_WIDTHS } from "./render-image.ts";
import type { ImageFormat } from "./image-codecs.ts";

/** Width of the file that product sets name: twice what mails show. */
const SHOWN_WIDTH = 640;

const NAME = /^([0-9a-f]{32})-(320|640|1280)\.(jpg|png|webp)$/;

const imageTypes: Readonly<Record<ImageFormat, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

export function imageName(hash: string, width: number, format: ImageFormat): string {
  return `${hash}-${width}.${format}`;
}

/** The media type of a name that was given here; undefined for any other, which no store is asked for. */
export function typeOfName(name: string): string | undefined {
  const [, , , format] = NAME.exec(name) ?? [];
  return format === undefined ? undefined : imageTypes[format as ImageFormat];
}

/** The address that product sets name, and mails show. */
export function hostedUrl(publicUrl: string, hash: string, kind: "jpg" | "png"): string {
  return `${publicUrl}/images/${imageName(hash, SHOWN_WIDTH, kind)}`;
}

const HOSTED = /^(https?:\/\/[^/]+\/images\/[0-9a-f]{32})-640\.(?:jpg|png)$/;

/** The WebP files of a picture that is hosted here, for a page's `srcset`; undefined for any other picture. */
export function hostedSources(imageUrl: string): string | undefined {
  const base = HOSTED.exec(imageUrl)?.[1];
  return base === undefined ? undefined : IMAGE_WIDTHS.map((width) => `${base}-${width}.webp ${width}w`).join(", ");
}
