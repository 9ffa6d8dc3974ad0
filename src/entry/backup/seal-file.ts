import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readSync, writeSync } from "node:fs";

/**
 * A sealed file: magic (8 bytes), salt (16), then chunks of AES-256-GCM with their tag behind them. The key is the file's own
 * (HKDF of the backup key and the salt), so the nonce is the chunk's number and whether it is the last one: chunks can't be
 * left out, swapped or cut off unseen (the STREAM construction, Hoang et al. 2015). The file's name is authenticated with it.
 */
const MAGIC = Buffer.from("JSBKUP1\n", "latin1");
const SALT_BYTES = 16;
const CHUNK_BYTES = 1_048_576;
const TAG_BYTES = 16;

class SealBroken extends Error {
  override readonly name = "SealBroken";
}

type SealJob = {
  readonly from: string;
  readonly to: string;
  readonly name: string;
  /** 32 bytes or more. */
  readonly key: Uint8Array;
};

export function sealFile({ from, to, name, key }: SealJob): void {
  const salt = randomBytes(SALT_BYTES);
  const own = ownKey(key, salt);
  transfer(from, to, (read, write) => {
    write(Buffer.concat([MAGIC, salt]));
    let chunk = read(CHUNK_BYTES);
    for (let number = 0; ; number += 1) {
      const next = read(CHUNK_BYTES);
      const isLast = next.length === 0;
      const cipher = createCipheriv("aes-256-gcm", own, nonceOf(number, isLast));
      cipher.setAAD(Buffer.from(name, "utf8"));
      write(Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]));
      if (isLast) return;
      chunk = next;
    }
  });
}

/** Throws SealBroken where the key is another one, or a byte was altered or is missing. */
export function openSealedFile({ from, to, name, key }: SealJob): void {
  transfer(from, to, (read, write) => {
    const head = read(MAGIC.length + SALT_BYTES);
    if (!head.subarray(0, MAGIC.length).equals(MAGIC)) throw new SealBroken("This is no sealed file.");
    const own = ownKey(key, head.subarray(MAGIC.length));
    let chunk = read(CHUNK_BYTES + TAG_BYTES);
    for (let number = 0; ; number += 1) {
      const next = read(CHUNK_BYTES + TAG_BYTES);
      const isLast = next.length === 0;
      write(openChunk({ own, number, isLast, name }, chunk));
      if (isLast) return;
      chunk = next;
    }
  });
}

type ChunkPlace = { readonly own: Buffer; readonly number: number; readonly isLast: boolean; readonly name: string };

function openChunk({ own, number, isLast, name }: ChunkPlace, chunk: Buffer): Buffer {
  if (chunk.length < TAG_BYTES) throw new SealBroken("A sealed file ends too early.");
  const decipher = createDecipheriv("aes-256-gcm", own, nonceOf(number, isLast), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(name, "utf8"));
  decipher.setAuthTag(chunk.subarray(chunk.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(chunk.subarray(0, chunk.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new SealBroken("A sealed file does not open: another key, or altered.", { cause });
  }
}

function ownKey(key: Uint8Array, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync("sha256", key, salt, "backup-file/1", 32));
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 7);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

type Read = (bytes: number) => Buffer;
type Write = (bytes: Uint8Array) => void;

/** From one file to a new one, on the disk for good when it returns. */
function transfer(from: string, to: string, work: (read: Read, write: Write) => void): void {
  const source = openSync(from, "r");
  const target = openSync(to, "wx", 0o600);
  try {
    work(
      (bytes) => readFully(source, bytes),
      (bytes) => writeFully(target, bytes),
    );
    fsyncSync(target);
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

function readFully(descriptor: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let filled = 0;
  while (filled < bytes) {
    const read = readSync(descriptor, buffer, filled, bytes - filled, null);
    if (read === 0) break;
    filled += read;
  }
  return buffer.subarray(0, filled);
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}
