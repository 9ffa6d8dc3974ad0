import { createHash } from "node:crypto";

/** A header field as it stands in the message: the name, and all that follows the colon, folds included. */
export type HeaderField = { readonly name: string; readonly value: string };

const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;

/** "relaxed" for a header field (RFC 6376 §3.4.2), without the closing CRLF. */
export function canonicalField(field: HeaderField): string {
  const value = field.value
    .replace(/\r\n/g, "")
    .replace(/[ \t]+/g, " ")
    .replace(/^ | $/g, "");
  return `${field.name.trim().toLowerCase()}:${value}`;
}

/**
 * The fields that `names` ask for, canonical, each closed by CRLF: a name that is listed n times takes the last n fields of
 * that name, lowest first, and one listing too many takes nothing (RFC 6376 §5.4.2). That is what oversigning rests on.
 */
export function canonicalFields(fields: readonly HeaderField[], names: readonly string[]): string {
  const byName = new Map<string, string[]>();
  for (const field of fields) {
    const name = field.name.toLowerCase();
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [canonicalField(field)]);
    else same.push(canonicalField(field));
  }
  let text = "";
  for (const name of names) {
    const next = byName.get(name)?.pop();
    if (next !== undefined) text += `${next}\r\n`;
  }
  return text;
}

/** "relaxed" for a body (RFC 6376 §3.4.4): blank runs are one space, none at line ends, no empty lines at the end. */
export function canonicalBody(body: Uint8Array): Uint8Array {
  const output = Buffer.allocUnsafe(body.length + 2);
  let length = 0;
  let keptLength = 0;
  let hasBlank = false;
  for (let index = 0; index < body.length; index += 1) {
    const byte = body[index] ?? 0;
    if (byte === SPACE || byte === TAB) {
      hasBlank = true;
    } else if (byte === CR && body[index + 1] === LF) {
      output[length] = CR;
      output[length + 1] = LF;
      length += 2;
      index += 1;
      hasBlank = false;
    } else {
      if (hasBlank) {
        output[length] = SPACE;
        length += 1;
        hasBlank = false;
      }
      output[length] = byte;
      length += 1;
      keptLength = length;
    }
  }
  if (keptLength === 0) return output.subarray(0, 0);
  output[keptLength] = CR;
  output[keptLength + 1] = LF;
  return output.subarray(0, keptLength + 2);
}

/** The bh= value. */
export function bodyHash(body: Uint8Array): string {
  return createHash("sha256").update(canonicalBody(body)).digest("base64");
}
