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

export type OpenedFrame = { readonly offset: number; readonly text: string };

export type OpenedFrames = {
  readonly frames: readonly OpenedFrame[];
  /** Where the last whole frame ends; what follows was torn, or is not written yet. */
  readonly end: number;
  /** Whole frames that do not open: damaged on the disk or moved from elsewhere. The others are read all the same. */
  readonly damaged: number;
};

/** The whole frames of a stretch of a segment. A torn last one was never answered for and is left out. */
export function openFrames(key: KeyObject, segment: string, bytes: Buffer): OpenedFrames {
  const frames: OpenedFrame[] = [];
  let offset = 0;
  let damaged = 0;
  while (offset + LENGTH <= bytes.length) {
    const length = bytes.readUInt32BE(offset);
    const end = offset + LENGTH + length;
    if (length < NONCE + TAG || end > bytes.length) break;
    const text = openFrame(key, segment, bytes.subarray(offset + LENGTH, end));
    if (text === undefined) damaged += 1;
    else frames.push({ offset, text });
    offset = end;
  }
  return { frames, end: offset, damaged };
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
