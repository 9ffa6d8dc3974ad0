import type { Store } from "#store/store.ts";
import { type ExportFormat, exportWriter } from "./export-text.ts";
import { type ExportRequest, readExport } from "./read-export.ts";

export type ExportStream = {
  readonly store: Pick<Store, "read">;
  readonly now: number;
  readonly format: ExportFormat;
  readonly request: ExportRequest;
  /** Called once: at the end, at a fault, or when the reader left. */
  readonly onEnd: () => void;
};

/**
 * The export as bytes, a page each time the reader has room for one. A fault in the middle breaks the stream off: an export
 * that ends well is whole.
 */
export function exportStream({ store, now, format, request, onEnd }: ExportStream): ReadableStream<Uint8Array> {
  const writer = exportWriter(format, request);
  const encoder = new TextEncoder();
  const pages = readExport({ store, now }, request);
  let head = request.cursor === undefined ? writer.head : "";
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          // A page may hold nothing of the asked time; whoever pulls wants bytes or the end.
          for (let text = head; ; head = "") {
            const { value: page = [], done } = await pages.next();
            text += page.map(writer.line).join("");
            if (text !== "") controller.enqueue(encoder.encode(text));
            if (done === true) {
              onEnd();
              controller.close();
            }
            if (text !== "" || done === true) break;
          }
          head = "";
        } catch (cause) {
          onEnd();
          controller.error(cause);
        }
      },
      cancel: async () => {
        onEnd();
        await pages.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
