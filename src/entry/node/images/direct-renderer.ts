import { type RenderImage, renderImage } from "#catalogue/images/render-image.ts";
import { wasmCodecs } from "#entry/images/wasm-codecs.ts";
import { codecModules } from "./codec-modules.ts";

/** Pictures on the thread that asks, for a station that has no readers to keep waiting: the demo, tests. */
export function directRenderer(maxPixels = 40_000_000): RenderImage {
  let codecs: ReturnType<typeof wasmCodecs> | undefined;
  return (bytes) => renderImage((codecs ??= wasmCodecs(codecModules())), { maxPixels }, bytes);
}
