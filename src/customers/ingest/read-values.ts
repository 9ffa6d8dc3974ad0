import type { Fault } from "#kernel/problem.ts";
import { isStorableText } from "#web/text-faults.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where the reader stands: faults name places under `pointer`, and never the value that was found there. */
export type Place = { readonly pointer: string; readonly faults: Fault[] };

export function blame(place: Place, path: string, message: string): undefined {
  place.faults.push({ pointer: `${place.pointer}${path}`, message });
  return undefined;
}

const CONTROL = /\p{Cc}/u;

/** Control characters have no place in a name or a code, and a lone surrogate is no text at all. */
export function isCleanText(value: unknown, maxLength: number): value is string {
  return (
    typeof value === "string" &&
    value !== "" &&
    value.length <= maxLength &&
    !CONTROL.test(value) &&
    isStorableText(value)
  );
}

/** A code or id: text, or a number that its sender did not quote. */
export function codeOf(value: unknown, maxLength = 200): string | undefined {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  return isCleanText(value, maxLength) ? value : undefined;
}

/** Words for people: what can't be shown becomes a space. undefined where nothing is left. */
export function wordsOf(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== "string") return undefined;
  const words = value
    .slice(0, maxLength)
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .toWellFormed();
  return words === "" ? undefined : words;
}
