import avifDecoder from "@jsquash/avif/codec/dec/avif_dec.wasm?module";
import jpegDecoder from "@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm?module";
import jpegEncoder from "@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm?module";
import png from "@jsquash/png/codec/pkg/squoosh_png_bg.wasm?module";
import resize from "@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm?module";
import webpDecoder from "@jsquash/webp/codec/dec/webp_dec.wasm?module";
import webpEncoder from "@jsquash/webp/codec/enc/webp_enc_simd.wasm?module";
import type { ImageCodecs } from "#catalogue/images/image-codecs.ts";
import { type RenderImage, renderImage } from "#catalogue/images/render-image.ts";
import { wasmCodecs } from "#entry/images/wasm-codecs.ts";

/** An isolate has 128 MB for everything: a picture of eight million pixels takes half of them while it is worked on. */
const MAX_PIXELS = 8_000_000;

/** The codecs, once in an isolate. */
export function edgeCodecs(): ImageCodecs {
  return (made ??= wasmCodecs({ avifDecoder, jpegDecoder, jpegEncoder, png, resize, webpDecoder, webpEncoder }));
}

let made: ImageCodecs | undefined;

/** Pictures inside the isolate, each with the answer that waits for it. */
export function edgeRenderer(): RenderImage {
  return (bytes) => renderImage(edgeCodecs(), { maxPixels: MAX_PIXELS }, bytes);
}
