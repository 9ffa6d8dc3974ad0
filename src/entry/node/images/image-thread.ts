import { parentPort } from "node:worker_threads";
import { renderImage } from "#catalogue/images/render-image.ts";
import { wasmCodecs } from "#entry/images/wasm-codecs.ts";
import { codecModules } from "./codec-modules.ts";

/** The thread that works on pictures: a large one takes seconds, in which readers must be answered. */
const port = parentPort;
if (port === null) throw new Error("This module is a worker thread.");

const codecs = wasmCodecs(codecModules());
const MAX_PIXELS = 40_000_000;

port.on("message", (bytes: Uint8Array) => {
  renderImage(codecs, { maxPixels: MAX_PIXELS }, bytes).then(
    (rendered) => port.postMessage(rendered),
    () => port.postMessage({ ok: false, error: "undecodable" }),
  );
});
