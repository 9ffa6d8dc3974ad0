import { createHash } from "node:crypto";
import type { Happening } from "./happening.ts";
import type { TriggerInput } from "./trigger.ts";

const MAX_KEY = 200;

/**
 * What may let a customer in once: the key is unique for trigger and customer. undefined where re-entry goes by a property that
 * this happening does not have: it lets nobody in, for nobody could tell it from the next.
 */
export function entryKeyOf(
  again: TriggerInput["again"],
  happening: Pick<Happening, "key" | "properties">,
): string | undefined {
  switch (again.kind) {
    case "once":
      return "";
    case "each":
    case "days":
      return happening.key;
    case "key":
      return keyIn(happening.properties[again.property]);
  }
}

/** The key that a property's value is; a long one by its digest. */
export function keyIn(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const text = String(value);
  if (text === "") return undefined;
  return text.length <= MAX_KEY ? text : createHash("sha256").update(text).digest("base64url");
}
