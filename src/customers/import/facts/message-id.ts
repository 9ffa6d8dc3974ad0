import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import type { Subject } from "./fact-draft.ts";

/** The message id of a fact's event: the ids that the other doors give the same facts (record-purchase.ts and its neighbours). */
export function messageIdOf(subject: Subject, key: string): string {
  return subject === "purchase" || subject === "registration" ? `${OWN_MESSAGE_PREFIX}${subject}:${key}` : key;
}
