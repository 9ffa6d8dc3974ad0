import { z } from "zod";
import { isLocalDate } from "#kernel/calendar.ts";
import type { MessageState } from "#messages/message.ts";

export const messageStates = [
  "planned",
  "claimed",
  "attempting",
  "deferred",
  "accepted",
  "rejected",
  "unknown_outcome",
  "delivered",
  "bounced",
  "skipped",
] as const satisfies readonly MessageState[];

/** What a list may be narrowed to: a state, or "sent", which is every state that comes after a provider took the message. */
export const stateFilters = [...messageStates, "sent"] as const;

const date = z.string().refine(isLocalDate, "This is not a date of the calendar, as 2027-01-31");

/** Which messages a list shows. */
export const messageFilter = {
  newsletter: z.string().max(48).optional().describe("Only of this newsletter"),
  customer: z.string().max(200).optional().describe("Only to this customer"),
  state: z.enum(stateFilters).optional().describe("sent: accepted, delivered or bounced"),
  reason: z.string().max(100).optional().describe("Why it was skipped, deferred or rejected"),
  from: date.optional().describe("Only for this local date and later ones"),
  to: date.optional().describe("Only for this local date and earlier ones"),
};

export type MessageFilter = z.infer<z.ZodObject<typeof messageFilter>>;
