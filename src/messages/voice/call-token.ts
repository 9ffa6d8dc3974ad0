import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";

/** Where a call goes on: which of its turns this is, and at which step. */
export type CallTurnName = { readonly turn: number; readonly step: number };

const TAG_BYTES = 16;
const HEAD_BYTES = 3;
const MOST_TURNS = 0xffff;
const MOST_STEPS = 0xff;

/**
 * The name of a turn as it stands in an address: 19 bytes as 26 characters of base64url. The call is under the MAC and not in
 * the name, so that it is good in this call alone; the pressed key never is in it.
 */
export function callToken(key: KeyObject, callSid: string, { turn, step }: CallTurnName): string {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt16BE(Math.min(turn, MOST_TURNS), 0);
  head.writeUInt8(Math.min(step, MOST_STEPS), 2);
  return Buffer.concat([head, tagOf(key, callSid, head)]).toString("base64url");
}

/** undefined for a name that we never gave to this call, or in another spelling. */
export function readCallToken(key: KeyObject, callSid: string, text: string): CallTurnName | undefined {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== HEAD_BYTES + TAG_BYTES || bytes.toString("base64url") !== text) return undefined;
  const head = bytes.subarray(0, HEAD_BYTES);
  if (!timingSafeEqual(tagOf(key, callSid, head), bytes.subarray(HEAD_BYTES))) return undefined;
  return { turn: head.readUInt16BE(0), step: head.readUInt8(2) };
}

function tagOf(key: KeyObject, callSid: string, head: Uint8Array): Buffer {
  return createHmac("sha256", key)
    .update("call/")
    .update(callSid)
    .update("\0")
    .update(head)
    .digest()
    .subarray(0, TAG_BYTES);
}
