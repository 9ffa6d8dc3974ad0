import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

/**
 * One frame of the click journal: length (4 bytes, big endian), nonce (12), AES-256-GCM of a JSON array, tag (16). Addresses
 * and agents never lie on the disk in the clear, and one frame for all clicks of a turn costs a few microseconds.
 * The segment's name is authenticated with it: a frame can't be moved to another file.
 */
const LENGTH = 4;
const NONCE = 12;
const TAG = 16;

export function sealFrame(key: KeyObject, segment: string, text: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(segment, "utf8"));
  const body = cipher.update(text, "utf8");
  cipher.final();
  const head = Buffer.allocUnsafe(LENGTH);
  head.writeUInt32BE(NONCE + body.length + TAG);
  return Buffer.concat([head, nonce, body, cipher.getAuthTag()]);
}

/** `end` is the offset behind the frame. */
export type OpenedFrame = { readonly offset: number; readonly end: number; readonly text: string };

/** The whole frames of a segment. A torn last one was never answered for and is left out; a forged one ends the reading. */
export function openFrames(key: KeyObject, segment: string, bytes: Buffer): readonly OpenedFrame[] {
  const frames: OpenedFrame[] = [];
  let offset = 0;
  while (offset + LENGTH <= bytes.length) {
    const length = bytes.readUInt32BE(offset);
    const end = offset + LENGTH + length;
    if (length < NONCE + TAG || end > bytes.length) break;
    const text = openFrame(key, segment, bytes.subarray(offset + LENGTH, end));
    if (text === undefined) break;
    frames.push({ offset, end, text });
    offset = end;
  }
  return frames;
}

function openFrame(key: KeyObject, segment: string, frame: Buffer): string | undefined {
  const decipher = createDecipheriv("aes-256-gcm", key, frame.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(segment, "utf8"));
  decipher.setAuthTag(frame.subarray(frame.length - TAG));
  try {
    return decipher.update(frame.subarray(NONCE, frame.length - TAG), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return undefined;
  }
}
