import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { CodecModules } from "#entry/images/wasm-codecs.ts";

const require = createRequire(import.meta.url);

/** The codecs' files beside their packages, compiled: a tenth of a second. */
export function codecModules(): CodecModules {
  const load = (name: string) => new WebAssembly.Module(readFileSync(require.resolve(`@jsquash/${name}.wasm`)));
  return {
    avifDecoder: load("avif/codec/dec/avif_dec"),
    jpegDecoder: load("jpeg/codec/dec/mozjpeg_dec"),
    jpegEncoder: load("jpeg/codec/enc/mozjpeg_enc"),
    png: load("png/codec/pkg/squoosh_png_bg"),
    resize: load("resize/lib/resize/pkg/squoosh_resize_bg"),
    webpDecoder: load("webp/codec/dec/webp_dec"),
    webpEncoder: load("webp/codec/enc/webp_enc_simd"),
  };
}
