import type { KeyObject } from "node:crypto";
import type { ClickJournal } from "#clicks/click-record.ts";
import { sealFrame } from "#entry/journal/frame.ts";
import { QUEUE_PLACE } from "#entry/queues/click-letter.ts";
import type { Outlive } from "./outlive.ts";

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
      const frame = sealFrame(key, QUEUE_PLACE, JSON.stringify(record));
      const sent = queue.send(new Uint8Array(frame), { contentType: "bytes" });
      outlive(sent.catch(() => undefined));
      await sent;
    },
  };
}
