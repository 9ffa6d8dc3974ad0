import type { Fault } from "#kernel/problem.ts";
import { pointerKey } from "./pointer-key.ts";

const MESSAGE = "A text here has a character that no database keeps: U+0000, or half of a surrogate pair.";
/** Enough to mend a sender by; an answer must not outgrow the question. */
const MAX_TOLD = 10;

/**
 * Whether a text comes back from the databases as it went in. libSQL ends a text at U+0000 when it reads; a surrogate without
 * its other half is no UTF-8: as a parameter it becomes U+FFFD, and out of JSON it is stored as bytes that end the
 * process which reads them. So neither is let in anywhere.
 */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}

/** Pointers to the keys and values of a JSON value that can't be stored, the first ten; none where all can. */
export function textFaults(value: unknown, pointer = ""): readonly Fault[] {
  // Nearly always there is nothing to tell: pointers are written only where there is.
  return isStorable(value) ? [] : faultyPlaces(value, pointer).slice(0, MAX_TOLD).map(faultAt);
}

function faultAt(pointer: string): Fault {
  return { pointer, message: MESSAGE };
}

function isStorable(value: unknown): boolean {
  if (typeof value === "string") return isStorableText(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isStorable);
  for (const key in value) {
    if (!isStorableText(key) || !isStorable((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}

function faultyPlaces(value: unknown, pointer: string): readonly string[] {
  if (typeof value === "string") return isStorableText(value) ? [] : [pointer];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const place = `${pointer}/${pointerKey(key)}`;
    return isStorableText(key) ? faultyPlaces(part, place) : [place];
  });
}
