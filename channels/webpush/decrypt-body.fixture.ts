import { createDecipheriv, createECDH, createHmac } from "node:crypto";

/** What RFC 8291 §3.4 makes on the way, under the names that its appendix gives them. */
export type Derived = {
  readonly ecdhSecret: Uint8Array;
  readonly prkKey: Uint8Array;
  readonly keyInfo: Uint8Array;
  readonly ikm: Uint8Array;
};

type Receiver = { readonly privateKey: Uint8Array; readonly auth: Uint8Array };

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]) =>
  parts.reduce((mac, part) => mac.update(part), createHmac("sha256", key)).digest();
const ascii = (text: string) => Buffer.from(text, "latin1");

/** The input keying material of a push message, as the browser gets it from the sender's public key (RFC 8291 §3.3 and §3.4). */
export function deriveIkm({ privateKey, auth }: Receiver, senderPublic: Uint8Array): Derived {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(privateKey);
  const ecdhSecret = curve.computeSecret(senderPublic);
  const prkKey = hmac(auth, ecdhSecret);
  const keyInfo = Buffer.concat([ascii("WebPush: info\0"), curve.getPublicKey(), senderPublic]);
  return { ecdhSecret, prkKey, keyInfo, ikm: hmac(prkKey, keyInfo, Buffer.of(1)) };
}

/** Content encryption key and nonce (RFC 8188 §2.2 and §2.3). */
export function deriveContentKeys(ikm: Uint8Array, salt: Uint8Array) {
  const prk = hmac(salt, ikm);
  return {
    prk,
    key: hmac(prk, ascii("Content-Encoding: aes128gcm\0"), Buffer.of(1)).subarray(0, 16),
    nonce: hmac(prk, ascii("Content-Encoding: nonce\0"), Buffer.of(1)).subarray(0, 12),
  };
}

/** A reader of its own for aes128gcm (RFC 8188): what it reads was not judged by the library that wrote it. Throws for the rest. */
export function decryptRecords(body: Uint8Array, ikmFor: (keyId: Uint8Array) => Uint8Array): string {
  const bytes = Buffer.from(body);
  if (bytes.length < 21) throw new Error("The header is cut off.");
  const salt = bytes.subarray(0, 16);
  const recordSize = bytes.readUInt32BE(16);
  const keyLength = bytes[20] ?? 0;
  if (recordSize < 18) throw new Error("The record size is below 18.");
  const from = 21 + keyLength;
  const { key, nonce } = deriveContentKeys(ikmFor(bytes.subarray(21, from)), salt);
  const parts: Buffer[] = [];
  for (let at = from, counter = 0; at < bytes.length; at += recordSize, counter += 1) {
    const isLast = at + recordSize >= bytes.length;
    parts.push(openRecord(bytes.subarray(at, at + recordSize), { key, nonce: counted(nonce, counter), isLast }));
  }
  if (parts.length === 0) throw new Error("There is no record.");
  return Buffer.concat(parts).toString("utf8");
}

/** The text of a push message, with the subscriber's private half. */
export function decryptBody(receiver: Receiver, body: Uint8Array): string {
  return decryptRecords(body, (keyId) => deriveIkm(receiver, keyId).ikm);
}

function counted(nonce: Uint8Array, counter: number): Uint8Array {
  const own = Buffer.from(nonce);
  own.writeUInt32BE((own.readUInt32BE(8) ^ counter) >>> 0, 8);
  return own;
}

type RecordKeys = { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly isLast: boolean };

function openRecord(record: Buffer, { key, nonce, isLast }: RecordKeys): Buffer {
  if (record.length < 18) throw new Error("The record is cut off.");
  const decipher = createDecipheriv("aes-128-gcm", key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(record.subarray(record.length - 16));
  const plain = Buffer.concat([decipher.update(record.subarray(0, record.length - 16)), decipher.final()]);
  const end = plain.findLastIndex((byte) => byte !== 0);
  if (plain[end] !== (isLast ? 2 : 1)) throw new Error("The delimiter is not that of its place.");
  return plain.subarray(0, end);
}
