import decodeAvif from "@jsquash/avif/codec/dec/avif_dec.js";
import decodeJpeg from "@jsquash/jpeg/codec/dec/mozjpeg_dec.js";
import encodeJpeg from "@jsquash/jpeg/codec/enc/mozjpeg_enc.js";
import { defaultOptions as jpegOptions } from "@jsquash/jpeg/meta.js";
import * as png from "@jsquash/png/codec/pkg/squoosh_png.js";
import * as resizer from "@jsquash/resize/lib/resize/pkg/squoosh_resize.js";
import decodeWebp from "@jsquash/webp/codec/dec/webp_dec.js";
import encodeWebp from "@jsquash/webp/codec/enc/webp_enc_simd.js";
import { defaultOptions as webpOptions } from "@jsquash/webp/meta.js";
import type { ImageCodecs, Pixels } from "#catalogue/images/image-codecs.ts";

/** The compiled modules, as a runtime has them: workerd compiles none by itself. */
export type CodecModules = Readonly<
  Record<
    "avifDecoder" | "jpegDecoder" | "jpegEncoder" | "png" | "resize" | "webpDecoder" | "webpEncoder",
    WebAssembly.Module
  >
>;

const JPEG_QUALITY = 80;
const WEBP_QUALITY = 78;
/** Lanczos with three lobes: as sharp as a photograph may be made smaller. */
const LANCZOS3 = 3;

/**
 * What one instance may hold: several times the largest picture that is worked on, with all that a progressive JPEG or a deep
 * AVIF asks for. Where a header said less than the decoder finds, this is as far as it comes.
 */
const MEMORY_BYTES = 1_073_741_824;

/**
 * The codecs of browsers (mozjpeg, libwebp, libavif, Rust's png and resize) as WebAssembly. The ones of C++ get a new
 * instance for each picture: memory of WebAssembly never shrinks, and one that a bad picture has upset is thrown away.
 */
export function wasmCodecs(modules: CodecModules, { memoryBytes = MEMORY_BYTES } = {}): ImageCodecs {
  const from = (module: WebAssembly.Module) => instantiating(module, memoryBytes);
  png.initSync(modules.png);
  resizer.initSync(modules.resize);
  return {
    decode: async (kind, bytes) => {
      switch (kind) {
        case "jpeg":
          return pixelsOf((await decodeJpeg(from(modules.jpegDecoder))).decode(owned(bytes), true));
        case "png":
          return pixelsOf(png.decode(bytes));
        case "webp":
          return pixelsOf((await decodeWebp(from(modules.webpDecoder))).decode(owned(bytes)));
        case "avif":
          return pixelsOf((await decodeAvif(from(modules.avifDecoder))).decode(owned(bytes), 8));
      }
    },
    resize: async ({ data, width, height }, toWidth, toHeight) => {
      const source = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      const made = resizer.resize(source, width, height, toWidth, toHeight, LANCZOS3, true, true);
      return { data: new Uint8ClampedArray(made), width: toWidth, height: toHeight };
    },
    encode: async (format, { data, width, height }) => {
      const source = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      switch (format) {
        case "jpg": {
          const encoder = await encodeJpeg(from(modules.jpegEncoder));
          return bytesOf(encoder.encode(source, width, height, { ...jpegOptions, quality: JPEG_QUALITY }));
        }
        case "png":
          return bytesOf(png.encode(source, width, height, 8));
        case "webp": {
          const encoder = await encodeWebp(from(modules.webpEncoder));
          return bytesOf(encoder.encode(source, width, height, { ...webpOptions, quality: WEBP_QUALITY }));
        }
      }
    },
  };
}

function instantiating(module: WebAssembly.Module, memoryBytes: number) {
  return {
    noInitialRun: true,
    // What a codec remarks on a damaged picture is nobody's to read.
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(module, imports);
      for (const made of Object.values(instance.exports)) {
        if (made instanceof WebAssembly.Memory) bound(made, memoryBytes);
      }
      done(instance);
      return instance.exports;
    },
  };
}

const PAGE_BYTES = 65_536;

/** Emscripten's code grows its memory by this object, and takes a throw for "no memory left", at which the codec gives up. */
function bound(memory: WebAssembly.Memory, mostBytes: number): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + Math.ceil(pages) * PAGE_BYTES > mostBytes) throw new RangeError("Too much memory.");
    return grow(pages);
  };
}

/** Bytes in a buffer of their own: the decoders take the whole buffer. */
function owned(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function pixelsOf(
  image: { readonly data: ArrayLike<number>; readonly width: number; readonly height: number } | null,
): Pixels {
  if (image === null) throw new Error("The picture can't be decoded.");
  // What the decoder gives may lie in its memory, which goes with it.
  return { data: Uint8ClampedArray.from(image.data), width: image.width, height: image.height };
}

function bytesOf(encoded: ArrayLike<number> | null): Uint8Array<ArrayBuffer> {
  if (encoded === null) throw new Error("The picture can't be encoded.");
  return Uint8Array.from(encoded);
}
