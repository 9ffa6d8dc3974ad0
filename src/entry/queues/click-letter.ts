import type { KeyObject } from "node:crypto";
import type { ClickRecord, JournaledClick } from "#clicks/click-record.ts";
import { openFrames } from "#entry/journal/frame.ts";
import type { Letter } from "#messages/dead-letters/dead-letter.ts";

/** Authenticated with each record: a frame of a file's journal is not taken for one of the queue. */
export const QUEUE_PLACE = "queue";

/** undefined for what is not whole, was altered or was sealed under another key. */
export function openRecord(key: KeyObject, body: unknown): ClickRecord | undefined {
  const bytes =
    body instanceof ArrayBuffer ? Buffer.from(body) : body instanceof Uint8Array ? Buffer.from(body) : undefined;
  if (bytes === undefined) return undefined;
  const [frame] = openFrames(key, QUEUE_PLACE, bytes).frames;
  return frame === undefined ? undefined : (JSON.parse(frame.text) as ClickRecord);
}

export type ReplayClick = {
  readonly key: KeyObject;
  readonly project: (clicks: readonly JournaledClick[]) => Promise<void>;
};

/** Under the key that it would have had: a click that came after all is one row. */
export async function replayClick({ key, project }: ReplayClick, { name, body }: Letter): Promise<boolean> {
  const record = openRecord(key, Buffer.from(body, "base64url"));
  if (record === undefined) return false;
  await project([{ key: name, record }]);
  return true;
}
