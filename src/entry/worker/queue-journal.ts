import type { KeyObject } from "node:crypto";
import type { ClickJournal, ClickRecord } from "#clicks/click-record.ts";
import { openFrames, sealFrame } from "#entry/journal/frame.ts";
import type { Outlive } from "./outlive.ts";

/** Authenticated with each record: a frame of a file's journal is not taken for one of the queue. */
const PLACE = "queue";

/** The part of Cloudflare's Queue that is used. */
export type ClickQueue = {
  send(body: Uint8Array, options: { readonly contentType: "bytes" }): Promise<unknown>;
};

/**
 * The click journal at the edge: a record is safe once the queue took it. It lies there sealed, since a queue keeps messages
 * for days and a dead-letter queue is read by people. A send that is slower than the reader's patience goes on beside.
 */
export function queueJournal(queue: ClickQueue, key: KeyObject, outlive: Outlive): ClickJournal {
  return {
    append: async (record) => {
      const frame = sealFrame(key, PLACE, JSON.stringify(record));
      const sent = queue.send(new Uint8Array(frame), { contentType: "bytes" });
      outlive(sent.catch(() => undefined));
      await sent;
    },
  };
}

/** undefined for what is not whole, was altered or was sealed under another key. */
export function openRecord(key: KeyObject, body: unknown): ClickRecord | undefined {
  const bytes =
    body instanceof ArrayBuffer ? Buffer.from(body) : body instanceof Uint8Array ? Buffer.from(body) : undefined;
  if (bytes === undefined) return undefined;
  const [frame] = openFrames(key, PLACE, bytes).frames;
  return frame === undefined ? undefined : (JSON.parse(frame.text) as ClickRecord);
}
