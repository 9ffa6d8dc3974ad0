import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import type { Subject } from "./fact-draft.ts";

const prefixed: ReadonlySet<Subject> = new Set(["purchase", "registration", "activity"]);

/** The message id of a fact's event: the ids that the other doors give the same facts (record-purchase.ts and its neighbours). */
export function messageIdOf(subject: Subject, key: string): string {
  return prefixed.has(subject) ? `${OWN_MESSAGE_PREFIX}${subject}:${key}` : key;
}
