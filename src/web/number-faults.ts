import type { Fault } from "#kernel/problem.ts";
import { pointerKey } from "./pointer-key.ts";

const MESSAGE = "This number would not come back as it was sent: send what lies beyond 9007199254740991 as text.";
/** Enough to mend a sender by. */
const MAX_TOLD = 10;

/**
 * Pointers to numbers of parsed JSON that are not what their sender wrote, the first ten: 1e400 was read as infinity, and a
 * whole number beyond 2^53 - 1 as its neighbour. RFC 7493 (I-JSON) §2.2.
 */
export function numberFaults(value: unknown, pointer = ""): readonly Fault[] {
  // Nearly always there is nothing to tell: pointers are written only where there is.
  return isKept(value) ? [] : alteredPlaces(value, pointer).slice(0, MAX_TOLD).map(faultAt);
}

function faultAt(pointer: string): Fault {
  return { pointer, message: MESSAGE };
}

function isKept(value: unknown): boolean {
  if (typeof value === "number") return isExact(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isKept);
  for (const key in value) if (!isKept((value as Record<string, unknown>)[key])) return false;
  return true;
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function alteredPlaces(value: unknown, pointer: string): readonly string[] {
  if (typeof value === "number") return isExact(value) ? [] : [pointer];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => alteredPlaces(part, `${pointer}/${pointerKey(key)}`));
}
